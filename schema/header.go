package schema

import "time"

// Retention is how long Graph keeps a call record, counted from its start
// (Graph answers 404 beyond; the pages say 30 days).
const Retention = 30 * 24 * time.Hour

// Header is what the list tells of a call record.
type Header struct {
	ID       string
	Version  uint64    // grows with every change of the record
	Start    time.Time // UTC, 100 ns
	End      time.Time // UTC, 100 ns; zero when not sent
	Modified time.Time // UTC, 100 ns; when this version was made
}

// Expires is when Graph forgets the record.
func (h Header) Expires() time.Time { return h.Start.Add(Retention) }

// Counts are the rows of one version, a table.
type Counts struct {
	Participants, Sessions, Segments, Streams uint32
}

// Load is one finished attempt to write a version: what its commit declares.
type Load struct {
	TenantID string
	RecordID string
	Version  uint64
	LoadID   uint64
	Start    time.Time // of the record, UTC
	Counts   Counts
}
