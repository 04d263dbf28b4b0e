package schema

import "time"

// What a list says is held against what can be, before it is believed: a start that
// is out of range wraps in the warehouse's types, and a version that is too great can
// never be passed.

// MaxVersion is the greatest version of a record that is believed: one per second for
// as long as Graph keeps a record. A version counts the changes of a record (Graph,
// resource type callRecords.callRecord), and they are minutes apart.
const MaxVersion = uint64(retention / time.Second)

// StartTolerance is how far a start may lie outside the window that was listed. Graph
// filters on the start, so it should not at all; but it does not say how it rounds, or
// that the start cannot move between two copies.
const StartTolerance = 24 * time.Hour

// The starts that any window takes. The sort keys of the tables hold days since 1970
// in 16 bits (ClickHouse, Date).
var (
	earliestStart = time.Unix(0, 0)
	latestStart   = time.Date(2149, 6, 6, 0, 0, 0, 0, time.UTC)
)

// Believes says whether a record that was listed in the window can have started then.
func (w Window) Believes(start time.Time) bool {
	if start.Before(earliestStart) || !start.Before(latestStart) {
		return false
	}
	return (w.From.IsZero() || !start.Before(w.From.Add(-StartTolerance))) &&
		(w.To.IsZero() || start.Before(w.To.Add(StartTolerance)))
}
