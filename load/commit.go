package load

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callrecords/load/ddl"
	"callrecords/schema"
)

// ErrTooOld means that a load took so long that a sweep could take its rows
// away. It must not be committed; the record stays due.
var ErrTooOld = errors.New("load is too old to commit")

// TooOld says whether a load took so long that [Warehouse.Commit] refuses it.
func (w *Warehouse) TooOld(loadID uint64, now time.Time) bool {
	return now.Sub(LoadTime(loadID)) > w.sweepAge/2
}

// Commit makes loads visible. Their rows must have been inserted. It is one
// block: all of the batch appears at once, or nothing. A load whose record has
// a newer version already is logged, and has lost.
func (w *Warehouse) Commit(ctx context.Context, runID string, now time.Time, loads []schema.Load) error {
	priors, err := w.priors(ctx, now, loads)
	if err != nil {
		return err
	}
	var commits, log []entry
	for _, l := range loads {
		if w.TooOld(l.LoadID, now) {
			return fmt.Errorf("record %s: %w: begun %s ago, bound %s", l.RecordID, ErrTooOld,
				now.Sub(LoadTime(l.LoadID)).Round(time.Second), w.sweepAge/2)
		}
		n := func(t string) uint32 { return uint32(l.Counts[t]) }
		before := priors[recordKey{l.TenantID, l.RecordID}]
		if l.Version >= before.version {
			commits = append(commits, entry{l.TenantID, l.RecordID, l.Version, l.LoadID, l.Start,
				n("participants"), n("sessions"), n("segments"), n("streams"), runID, now, before.loads})
		}
		log = append(log, entry{l.TenantID, l.RecordID, l.Version, l.LoadID, committed, "",
			n("participants"), n("sessions"), n("segments"), n("streams"), runID, now})
	}
	if err := w.write(ctx, ddl.Loads, commits); err != nil {
		return fmt.Errorf("commit of %d records, not known to be in: %w", len(loads), err)
	}
	return w.write(ctx, ddl.LoadLog, log)
}
