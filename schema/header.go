package schema

import (
	"cmp"
	"time"
)

// Header is what the list tells of a record.
type Header struct {
	ID       string
	Version  uint64    // grows with every change of the record
	Start    time.Time // UTC, 100 ns
	End      time.Time // UTC, 100 ns; zero when not sent
	Modified time.Time // UTC, 100 ns; when this version was made
}

// LoadedDay is what is loaded of a day of a log ([Family.Daily]).
type LoadedDay struct {
	Version uint64 // the greatest that was committed
	Rows    uint64 // that are live
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
	Unread   Unread
	Aside    Aside
	Part     string // what it lacks of a whole record, for people; "" when it is whole

	// MayShrink says that the load may take rows away from another one of the same
	// version: Graph has sent all of its pages, or the user has said so.
	MayShrink bool
}

// Unread are the values of a load that their columns could not hold. The columns
// are empty there, and the values are kept as sent in unknown_properties; the
// load is whole all the same. Values that say themselves that there is no number
// (NaN, INF) do not count.
type Unread struct {
	Values uint64
	First  string // where the first of them is: page and JSON pointer
}

// Add adds the values of another load.
func (u *Unread) Add(more Unread) {
	u.Values += more.Values
	u.First = cmp.Or(u.First, more.First)
}
