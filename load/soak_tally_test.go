package load_test

import (
	"fmt"
	"slices"
	"sync/atomic"
)

// tally is what a soak did and saw.
type tally struct {
	// Loads, by what became of them; late ones are of a version older than one
	// that was committed before.
	committed, abandoned, lostReplies, unknown, tooOld, stalled, late atomic.Int64

	refused, losses, repairs, replays atomic.Int64 // of machines; refused because of their clocks
	checks, records                   atomic.Int64 // readers' queries, and the records in them
	sweeps, swept, settled, merges    atomic.Int64 // upkeep
	incomplete, missing, stale, wrong atomic.Int64 // what must not be
}

// writing are what a soak of writers must have tried.
func (t *tally) writing() []*atomic.Int64 {
	return []*atomic.Int64{
		&t.committed, &t.late, &t.abandoned, &t.lostReplies, &t.swept, &t.settled, &t.checks,
	}
}

// clocks are what a soak of machines must have tried.
func (t *tally) clocks() []*atomic.Int64 {
	return []*atomic.Int64{
		&t.committed, &t.abandoned, &t.swept, &t.settled, &t.checks, &t.refused, &t.losses, &t.repairs, &t.replays,
	}
}

// thin says whether something has not been tried yet.
func thin(tried []*atomic.Int64) bool {
	return slices.ContainsFunc(tried, func(n *atomic.Int64) bool { return n.Load() == 0 })
}

func (t *tally) String() string {
	return fmt.Sprintf("loads: %d committed (%d of late or repeated versions), "+
		"%d abandoned, %d with a lost reply, %d cut off, %d too old, %d stalled\n",
		t.committed.Load(), t.late.Load(),
		t.abandoned.Load(), t.lostReplies.Load(), t.unknown.Load(), t.tooOld.Load(), t.stalled.Load()) +
		fmt.Sprintf("machines: %d refused for their clocks, %d losses, %d repairs, %d loads replayed\n",
			t.refused.Load(), t.losses.Load(), t.repairs.Load(), t.replays.Load()) +
		fmt.Sprintf("readers: %d checks of %d records: %d incomplete, %d missing, %d stale\n",
			t.checks.Load(), t.records.Load(), t.incomplete.Load(), t.missing.Load(), t.stale.Load()) +
		fmt.Sprintf("upkeep: %d sweeps of %d rows, %d loads settled, %d merges\nwrong at the end: %d",
			t.sweeps.Load(), t.swept.Load(), t.settled.Load(), t.merges.Load(), t.wrong.Load())
}
