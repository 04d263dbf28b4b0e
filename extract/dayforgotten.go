package extract

import (
	"errors"
	"time"

	"callrecords/schema"
)

// How long Graph keeps the rows of a log it does not say, and in some countries the law
// makes it less. A row of a bill is not taken back: a day of long ago that had rows and
// comes without any is one that Graph has forgotten. It must not take the place of what is
// loaded.

// surelyKept is how long Graph keeps rows at least.
const surelyKept = 30 * day

var errForgotten = errors.New("no row of this day is in Graph any more")

func forgottenDay() error { return &schema.SourceError{Fault: schema.FaultNotFound, Err: errForgotten} }

// forgot says whether Graph has forgotten a day whose rows had a version, when it now gives
// none.
func forgot(start time.Time, version uint64, empty bool) bool {
	return empty && sumIn(version) != sumOf(nil) && time.Since(start) > surelyKept
}
