package pipeline

import (
	"cmp"
	"context"
	"errors"

	"callrecords/schema"
)

// run is one export under way.
type run struct {
	opts    RunOptions
	report  Report
	traffic Traffic // when the run began
}

// Run exports the tenant once. The report is true as far as it goes even when
// there is an error: what was committed stays, and the rest is due again.
func Run(ctx context.Context, opts RunOptions) (Report, error) {
	opts.Options = opts.Options.withDefaults()
	opts.Concurrency = cmp.Or(opts.Concurrency, 64)
	r := &run{opts: opts, report: newReport(opts.Options, opts.Window)}
	if err := opts.check(); err != nil {
		return r.report, err
	}
	r.traffic = opts.Source.Traffic()
	opts.Observer.RunStarted(r.report.Run)
	err := r.steps(ctx)
	err = errors.Join(err, r.close(ctx, err))
	opts.Observer.RunFinished(r.report, err)
	return r.report, err
}

// steps are list, fetch and load. What could be listed is fetched even when the
// list broke off.
func (r *run) steps(ctx context.Context) error {
	if err := r.chooseWindow(ctx); err != nil {
		return err
	}
	listErr := r.list(ctx)
	if faultOf(listErr) == schema.FaultDenied || ctx.Err() != nil {
		return listErr
	}
	// LastReconcile must not count a list with holes.
	r.report.Reconcile = r.report.Reconcile && listErr == nil && len(r.report.Unlisted) == 0
	due, err := r.opts.Ledger.Due(ctx, r.opts.Tenant)
	if err != nil {
		return errors.Join(listErr, err)
	}
	r.report.Due = uint64(len(due))
	r.warnOfExpiry(ctx, due)
	l := newBatchLoader(&r.opts.Options, &r.report)
	l.archiveRefused, l.remedy, l.total = true, "they stay due", len(due)
	return errors.Join(listErr, l.loadAll(ctx, func(ctx context.Context, to chan<- message) error {
		return fetchAll(ctx, &r.opts, due, to)
	}))
}

// close asks the ledger what is left and writes the run's row. It also runs
// when the run failed or was told to stop.
func (r *run) close(ctx context.Context, failed error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	due, err := r.opts.Ledger.Due(ctx, r.opts.Tenant)
	if err != nil {
		// A row of a run that cannot say what is left would read as complete.
		r.report.finish(r.opts.Now(), errors.Join(failed, err))
		return err
	}
	r.report.Left = uint64(len(due))
	if len(due) > 0 {
		r.report.OldestDueID, r.report.OldestDueExpires = due[0].ID, r.opts.Family.Expires(due[0].Start)
	}
	r.report.Alarm = r.alarm(ctx, due)
	now := r.opts.Source.Traffic()
	r.report.Requests = now.Requests - r.traffic.Requests
	r.report.Throttled = now.Throttled - r.traffic.Throttled
	r.report.Bytes = now.Bytes - r.traffic.Bytes
	return recordRun(ctx, r.opts.Options, &r.report, failed)
}
