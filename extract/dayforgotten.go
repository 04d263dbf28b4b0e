package extract

import (
	"errors"
	"time"

	"callrecords/schema"
)

// How long Graph keeps the rows of a log it does not say, and in some countries the law
// makes it less. A row of a bill is not taken back: a day of long ago that had rows and
// comes without any, or with fewer, is one that Graph has forgotten, or is about to: what it
// forgets by the hour leaves the rest of a day. That must not take the place of what is loaded.

// surelyKept is how long Graph keeps rows at least.
const surelyKept = 30 * day

var errForgotten = errors.New("no row of this day is in Graph any more")

func forgottenDay() error { return &schema.SourceError{Fault: schema.FaultNotFound, Err: errForgotten} }

// forgot says whether Graph has forgotten a day whose rows had a version, when it now gives
// none.
func forgot(start time.Time, version uint64, empty bool) bool {
	return empty && sumIn(version) != sumOf(nil) && !surely(start)
}

// forgotSome says whether Graph has forgotten some rows of a day, when it now gives so many.
func forgotSome(start time.Time, loaded schema.LoadedDay, rows int) bool {
	return uint64(rows) < loaded.Rows && !surely(start)
}

// surely says whether Graph still has all rows of a day.
func surely(start time.Time) bool { return time.Since(start) <= surelyKept }
