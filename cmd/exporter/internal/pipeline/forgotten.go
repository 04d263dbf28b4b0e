package pipeline

import (
	"context"
	"fmt"
	"time"

	"callrecords/schema"
)

// giveUpForgotten says what was lost because no run has listed the tenant for longer than
// Graph keeps its records. Days can be named: the ledger has them as lost, so that status and
// verify tell of them. Where all was never listed, nothing was promised.
func (r *run) giveUpForgotten(ctx context.Context, now time.Time) error {
	if r.opts.Window != (schema.Window{}) {
		return nil // it lists what it was told to
	}
	last, err := r.opts.Ledger.LastReconcile(ctx, r.opts.Tenant)
	if err != nil {
		return err
	}
	gone := schema.Window{From: last, To: now.Add(-r.opts.Family.Retention)}
	if last.IsZero() || !gone.From.Before(gone.To) {
		return nil
	}
	what := fmt.Sprintf("what started %s was lost unread: all was last listed %.0f days ago, and Graph keeps %d",
		gone, now.Sub(last).Hours()/24, r.keptDays())
	r.opts.Logger.ErrorContext(ctx, what, "tenant", r.opts.Tenant, "family", r.opts.Family.Name)
	r.report.Unlisted = append(r.report.Unlisted, what)
	if !r.opts.Family.Daily {
		return nil
	}
	return r.noteForgotten(ctx, gone.Days(), now)
}

// keptDays is how many days the source keeps a record.
func (r *run) keptDays() int { return int(r.opts.Family.Retention / (24 * time.Hour)) }

// noteForgotten has the ledger list days, and lose them. How many rows they had, nobody knows.
// One that was loaded before is in, and not lost.
func (r *run) noteForgotten(ctx context.Context, days []time.Time, now time.Time) error {
	ids := make([]string, len(days))
	for i, at := range days {
		ids[i] = r.opts.Family.DayID(at)
	}
	loaded, err := r.opts.Ledger.LoadedVersions(ctx, r.opts.Tenant, ids)
	if err != nil {
		return err
	}
	var lost []schema.Header
	var outcomes []schema.Outcome
	for i, at := range days {
		h := schema.Header{ID: ids[i], Version: 1, Start: at}
		if _, in := loaded[h.ID]; in || !r.scope.shard.Has(h.ID) {
			continue
		}
		lost = append(lost, h)
		outcomes = append(outcomes, schema.Outcome{
			RecordID: h.ID, Version: h.Version, Kind: schema.OutcomeLost, At: now,
			Reason: fmt.Sprintf("expired before any run listed it: Graph keeps %d days", r.keptDays()),
		})
	}
	if _, err := r.opts.Ledger.RecordListed(ctx, r.opts.Tenant, now, lost); err != nil {
		return err
	}
	if err := r.opts.Ledger.RecordOutcomes(ctx, r.opts.Tenant, outcomes); err != nil {
		return err
	}
	r.report.count(nil, outcomes)
	for _, o := range outcomes {
		r.opts.Observer.RecordFinished(o)
	}
	return nil
}
