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
	last, err := r.Ledger.LastReconcile(ctx, r.Tenant)
	if err != nil {
		return err
	}
	now := r.report.Started
	back := r.Lookback
	if now.Sub(last) >= r.ReconcileEvery {
		back, r.report.Reconcile = schema.Retention, true
	}
	r.report.Window = schema.Window{From: now.Add(-back), To: now.Add(slack)}
	return nil
}
