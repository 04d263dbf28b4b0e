package listing

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"callrecords/schema"
)

// slack is listed beyond now, and before what is kept: clocks differ.
const slack = 5 * time.Minute

// Reach is how far back a run lists.
type Reach struct {
	// Window is a backfill's, which lists that. The zero window means lookback or reconcile.
	Window         schema.Window
	Lookback       time.Duration // how far back every run lists, by the start of the records
	History        time.Duration // how far back a reconcile lists; 0 is the whole retention
	ReconcileEvery time.Duration // how often that is listed
	// SmallTenant is the number of records in the retention up to which every
	// run lists all of it; 0 disables that.
	SmallTenant int
}

// Past is what the ledger knows of the lists before.
type Past interface {
	// LastReconcile is when the last run began that listed the tenant's whole
	// retention to its end; the zero time is never.
	LastReconcile(ctx context.Context, tenant string) (time.Time, error)

	// CountSince is how many of the tenant's records the ledger has that started
	// at a time or later.
	CountSince(ctx context.Context, tenant string, since time.Time) (uint64, error)
}

// Choose is the given window, the short lookback, or the whole retention (reconcile)
// when that is due. Records appear and grow versions at any time, and the list can only
// be filtered on their start, so both list again what is known.
func (r Reach) Choose(
	ctx context.Context, past Past, f schema.Family, tenant string, now time.Time,
) (w schema.Window, reconcile bool, err error) {
	if r.Window != (schema.Window{}) {
		return r.Window, false, nil
	}
	last, err := past.LastReconcile(ctx, tenant)
	if err != nil {
		return r.Window, false, err
	}
	reconcile, err = r.reconcileDue(ctx, past, f, tenant, last, now)
	if err != nil {
		return r.Window, false, err
	}
	back := r.Lookback
	if reconcile {
		back = cmp.Or(r.History, f.Retention)
		if !last.IsZero() { // what came since is listed, however long nobody listed
			back = max(back, min(now.Sub(last)+r.Lookback, f.Retention))
		}
	}
	now = now.Truncate(time.Second)
	return schema.Window{From: now.Add(-back), To: now.Add(slack)}, reconcile, nil
}

// reconcileDue says whether this run lists the whole retention: when the last
// time is long enough ago, and always where that costs next to nothing, since a
// late version is then seen in minutes rather than in a day.
func (r Reach) reconcileDue(
	ctx context.Context, past Past, f schema.Family, tenant string, last, now time.Time,
) (bool, error) {
	if now.Sub(last) >= r.ReconcileEvery {
		return true, nil
	}
	if r.SmallTenant <= 0 {
		return false, nil
	}
	records, err := past.CountSince(ctx, tenant, now.Add(-f.Retention))
	return err == nil && records <= uint64(r.SmallTenant), err
}

// Forgotten says how much of the given window is gone for ever, and from when on the
// source still has records; "" when all of it is there.
func (r Reach) Forgotten(f schema.Family, now time.Time) string {
	w := r.Window
	kept := now.Add(-f.Retention).Truncate(time.Second)
	if w == (schema.Window{}) || !w.From.Before(kept.Add(-slack)) {
		return ""
	}
	gone := schema.Window{From: w.From, To: kept}
	if w.To.Before(kept) {
		gone.To = w.To
	}
	return fmt.Sprintf(
		"%.1f of the window's %.1f days are gone, %s: Graph keeps %d days, and has what started from %s on",
		gone.To.Sub(gone.From).Hours()/24, w.To.Sub(w.From).Hours()/24, gone,
		f.Retention/day, kept.UTC().Format(time.RFC3339))
}
