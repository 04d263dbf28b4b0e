package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"callrecords/schema"
)

// slack is listed beyond now, and before what is kept: clocks differ.
const slack = 5 * time.Minute

// chooseWindow is the given one, the short lookback, or the whole retention
// when that is due. Records appear and grow versions at any time, and the list
// can only be filtered on their start, so both list again what is known.
func (r *run) chooseWindow(ctx context.Context) error {
	if r.opts.Window != (schema.Window{}) {
		r.report.Window = r.opts.Window
		r.sayForgotten()
		return nil
	}
	back, now := r.opts.Lookback, r.report.Started
	due, err := r.reconcileDue(ctx, now)
	if err != nil {
		return err
	}
	if due {
		back, r.report.Reconcile = cmp.Or(r.opts.History, r.opts.Family.Retention), true
	}
	now = now.Truncate(time.Second)
	r.report.Window = schema.Window{From: now.Add(-back), To: now.Add(slack)}
	return nil
}

// reconcileDue says whether this run lists the whole retention: when the last
// time is long enough ago, and always where that costs next to nothing, since a
// late version is then seen in minutes rather than in a day.
func (r *run) reconcileDue(ctx context.Context, now time.Time) (bool, error) {
	last, err := r.opts.Ledger.LastReconcile(ctx, r.opts.Tenant)
	if err != nil {
		return false, err
	}
	if now.Sub(last) >= r.opts.ReconcileEvery {
		return true, nil
	}
	if r.opts.SmallTenant <= 0 {
		return false, nil
	}
	records, err := r.opts.Ledger.CountSince(ctx, r.opts.Tenant, now.Add(-r.opts.Family.Retention))
	return err == nil && records <= uint64(r.opts.SmallTenant), err
}

// sayForgotten says how much of a given window is gone for ever, and from when on the
// source still has records.
func (r *run) sayForgotten() {
	w := r.report.Window
	kept := r.report.Started.Add(-r.opts.Family.Retention).Truncate(time.Second)
	if !w.From.Before(kept.Add(-slack)) {
		return
	}
	gone := schema.Window{From: w.From, To: kept}
	if w.To.Before(kept) {
		gone.To = w.To
	}
	r.report.Unlisted = append(r.report.Unlisted, fmt.Sprintf(
		"%.1f of the window's %.1f days are gone, %s: Graph keeps %d days, and has what started from %s on",
		gone.To.Sub(gone.From).Hours()/24, w.To.Sub(w.From).Hours()/24, gone,
		r.opts.Family.Retention/day, kept.UTC().Format(time.RFC3339)))
}
