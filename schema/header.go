package schema

import "time"

// Header is what the list tells of a record.
type Header struct {
	ID       string
	Version  uint64    // grows with every change of the record
	Start    time.Time // UTC, 100 ns
	End      time.Time // UTC, 100 ns; zero when not sent
	Modified time.Time // UTC, 100 ns; when this version was made
}

// Load is one finished attempt to write a version: what its commit declares.
type Load struct {
	Family   string
	TenantID string
	RecordID string
	Version  uint64
	LoadID   uint64
	Start    time.Time // of the record, UTC
	Counts   Counts
}
