package commit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/schema"
)

// Committer writes rows and commits, and takes care of both later: it sweeps,
// settles and compacts. It may be used from several goroutines.
type Committer struct {
	db                  *db.DB
	sweepAge, settleAge time.Duration
}

// Options configure a Committer.
type Options struct {
	SweepAge  time.Duration // loads half as old must not commit; default SweepAge
	SettleAge time.Duration // loads so old are settled; more than SweepAge; default SettleAge
}

// New is the committer of a warehouse.
func New(d *db.DB, o Options) *Committer {
	return &Committer{
		db:        d,
		sweepAge:  cmp.Or(o.SweepAge, SweepAge),
		settleAge: cmp.Or(o.SettleAge, SettleAge),
	}
}

// ErrTooOld means that a load took so long that a sweep could take its rows
// away. It must not be committed; the record stays due.
var ErrTooOld = errors.New("load is too old to commit")

// NextLoadID is a fresh load id: every attempt to load a version takes one.
func (c *Committer) NextLoadID(now time.Time) uint64 { return c.db.NextLoadID(now) }

// TooOld says whether a load took so long that [Committer.Commit] refuses it.
func (c *Committer) TooOld(loadID uint64, now time.Time) bool {
	return now.Sub(db.LoadTime(loadID)) > c.sweepAge/2
}

// Commit makes loads visible. Their rows must have been inserted, and are counted
// before. It is one block: all of the batch appears at once, or nothing. A load
// whose record has a newer version already is logged, and hidden. One that would
// take rows away from a load of the same version is logged and refused, unless it
// may ([schema.Load.MayShrink]). Errors: [ErrTooOld], [ErrRowsGone], a
// *[db.ClockError].
func (c *Committer) Commit(
	ctx context.Context,
	runID string,
	now time.Time,
	loads []schema.Load,
) (refused []schema.Refusal, err error) {
	shared, err := c.db.CheckClock(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("%d records not committed: %w", len(loads), err)
	}
	beside, err := c.besideLive(ctx, shared, loads)
	if err != nil {
		return nil, err
	}
	superseded, err := c.superseded(ctx, shared, loads)
	if err != nil {
		return nil, err
	}
	var commits, log []db.Row
	var seen []schema.Load // of the loads, those that readers will see
	for _, l := range loads {
		if c.TooOld(l.LoadID, shared) {
			return nil, fmt.Errorf("record %s: %w: begun %s ago, bound %s", l.RecordID, ErrTooOld,
				shared.Sub(db.LoadTime(l.LoadID)).Round(time.Second), c.sweepAge/2)
		}
		if beside.whole[l.LoadID] {
			l.Part = ""
		}
		if reason := beside.shrinks[l.LoadID]; reason != "" {
			refused = append(refused, schema.Refusal{Reason: reason, Owner: schema.Owner{
				Family: l.Family, TenantID: l.TenantID, RecordID: l.RecordID, Version: l.Version, LoadID: l.LoadID,
			}})
			log = append(log, logged(ddl.Refused, reason, runID, now, l))
			continue
		}
		// A commit of an older version would lose in any case. It is left out, so
		// that it names no load that it does not replace.
		before := superseded[db.RecordKey{TenantID: l.TenantID, RecordID: l.RecordID}]
		if l.Version >= before.version {
			seen = append(seen, l)
			commits = append(commits, db.Row{
				"tenant_id": l.TenantID, "family": l.Family, "record_id": l.RecordID,
				"version": l.Version, "load_id": l.LoadID, "start_date_time": l.Start,
				"row_counts": map[string]uint64(l.Counts), "part": db.Brief(l.Part),
				"run_id": runID, "committed_at": now, "replaces": before.loads,
			})
		}
		log = append(log, logged(ddl.Committed, "", runID, now, l))
	}
	if err := c.checkRows(ctx, loads); err != nil {
		return nil, err
	}
	if err := c.frontOfFacts(ctx, seen); err != nil {
		return nil, err
	}
	if err := c.db.Write(ctx, ddl.Loads, commits); err != nil {
		return nil, fmt.Errorf("commit of %d records, not known to be in: %w", len(loads), err)
	}
	if err := c.frontOfFacts(ctx, seen); err != nil { // once more: what was filled in just now has not seen them
		return nil, err
	}
	return refused, c.db.Write(ctx, ddl.LoadLog, log)
}

// SetAside logs loads that could not be flattened, with the reasons. Their pages
// stay in the archive.
func (c *Committer) SetAside(
	ctx context.Context,
	runID string,
	now time.Time,
	refusals []schema.Refusal,
) error {
	var log []db.Row
	for _, r := range refusals {
		log = append(log, logged(ddl.SetAside, r.Reason, runID, now, schema.Load{
			Family: r.Family, TenantID: r.TenantID, RecordID: r.RecordID, Version: r.Version, LoadID: r.LoadID,
		}))
	}
	return c.db.Write(ctx, ddl.LoadLog, log)
}

// logged is the row of load_log of a load that came to its end.
func logged(outcome, reason, runID string, now time.Time, l schema.Load) db.Row {
	return db.Row{
		"tenant_id": l.TenantID, "family": l.Family, "record_id": l.RecordID,
		"version": l.Version, "load_id": l.LoadID,
		"outcome": outcome, "reason": db.Brief(reason),
		"row_counts": map[string]uint64(l.Counts), "part": db.Brief(l.Part),
		"run_id": runID, "logged_at": now,
	}
}
