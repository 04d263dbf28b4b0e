package pipeline

import (
	"context"
	"time"

	"callrecords/schema"
)

// slack is listed beyond now: clocks differ.
const slack = 5 * time.Minute

// chooseWindow is the given one, the short lookback, or the whole retention
// when that is due. Records appear and grow versions at any time, and the list
// can only be filtered on their start, so both list again what is known.
func (r *run) chooseWindow(ctx context.Context) error {
	if r.Window != (schema.Window{}) {
		r.report.Window = r.Window
		return nil
	}
	back, now := r.Lookback, r.report.Started
	due, err := r.reconcileDue(ctx, now)
	if err != nil {
		return err
	}
	if due {
		back, r.report.Reconcile = r.Family.Retention, true
	}
	now = now.Truncate(time.Second)
	r.report.Window = schema.Window{From: now.Add(-back), To: now.Add(slack)}
	return nil
}

// smallTenant is how many records fit into one quota window of the list: 40
// pages of 60 (Graph, throttling limits of call records).
const smallTenant = 40 * 60

// reconcileDue says whether this run lists the whole retention: when the last
// time is long enough ago, and always where that costs next to nothing, since a
// late version is then seen in minutes rather than in a day.
func (r *run) reconcileDue(ctx context.Context, now time.Time) (bool, error) {
	last, err := r.Ledger.LastReconcile(ctx, r.Tenant)
	if err != nil || now.Sub(last) >= r.ReconcileEvery {
		return err == nil, err
	}
	records, err := r.Ledger.CountSince(ctx, r.Tenant, now.Add(-r.Family.Retention))
	return err == nil && int64(records) <= int64(r.SmallTenant), err
}
