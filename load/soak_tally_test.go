package load_test

import (
	"fmt"
	"sync/atomic"
)

// tally is what a soak did and saw.
type tally struct {
	committed, abandoned, lostReplies, unknown, tooOld, stalled atomic.Int64 // loads, by what became of them
	late                                                        atomic.Int64 // loads of a version older than one committed before
	checks, records                                             atomic.Int64 // readers' queries, and the records in them
	sweeps, swept, settled, merges                              atomic.Int64
	torn, missing, stale, wrong                                 atomic.Int64
}

// thin says whether something has not been tried yet.
func (t *tally) thin() bool {
	return t.committed.Load() == 0 || t.late.Load() == 0 || t.abandoned.Load() == 0 || t.lostReplies.Load() == 0 ||
		t.swept.Load() == 0 || t.settled.Load() == 0 || t.checks.Load() == 0
}

func (t *tally) String() string {
	return fmt.Sprintf("loads: %d committed (%d of late or repeated versions), %d abandoned, %d with a lost reply, %d cut off, %d too old, %d stalled\n"+
		"readers: %d checks of %d records: %d torn, %d missing, %d stale\n"+
		"upkeep: %d sweeps of %d rows, %d loads settled, %d merges\nwrong at the end: %d",
		t.committed.Load(), t.late.Load(), t.abandoned.Load(), t.lostReplies.Load(), t.unknown.Load(), t.tooOld.Load(), t.stalled.Load(),
		t.checks.Load(), t.records.Load(), t.torn.Load(), t.missing.Load(), t.stale.Load(),
		t.sweeps.Load(), t.swept.Load(), t.settled.Load(), t.merges.Load(), t.wrong.Load())
}
