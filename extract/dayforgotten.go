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

// forgot says whether Graph has forgotten rows of a day that was given in a version, and of
// which so many are loaded, when it now gives so many. Of a version that is not loaded only
// that it had rows is known.
func forgot(start time.Time, version, loaded uint64, rows int) bool {
	return !surely(start) && (uint64(rows) < loaded ||
		rows == 0 && version != 0 && sumIn(version) != sumOf(nil))
}

// surely says whether Graph still has all rows of a day.
func surely(start time.Time) bool { return time.Since(start) <= surelyKept }
