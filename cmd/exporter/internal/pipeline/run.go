package pipeline

import (
	"cmp"
	"context"
	"errors"

	"callrecords/cmd/exporter/internal/pipeline/listing"
	"callrecords/schema"
)

// run is one export under way.
type run struct {
	opts    RunOptions
	scope   scope
	report  Report
	traffic Traffic // when the run began
}

// Run exports the tenant once. The report is true as far as it goes even when
// there is an error: what was committed stays, and the rest is due again.
func Run(ctx context.Context, opts RunOptions) (Report, error) {
	opts.Options = opts.Options.withDefaults()
	opts.Concurrency = cmp.Or(opts.Concurrency, 64)
	r := newRun(opts)
	if err := opts.check(); err != nil {
		r.report.finish(ctx, opts.Now(), err)
		return r.report, err
	}
	r.traffic = opts.Source.Traffic()
	opts.Observer.RunStarted(r.report.Run)
	err := r.steps(ctx)
	err = errors.Join(err, r.close(ctx, err))
	opts.Observer.RunFinished(r.report, err)
	return r.report, err
}

// newRun is a run that has not begun.
func newRun(opts RunOptions) *run {
	r := &run{opts: opts, report: newReport(opts.Options, opts.Window)}
	r.scope, r.report.Shard = scope{window: opts.Window, shard: opts.Shard}, opts.Shard
	return r
}

// chooseWindow says what the run lists.
func (r *run) chooseWindow(ctx context.Context) (err error) {
	o, began := r.opts, r.report.Started
	if err := r.giveUpForgotten(ctx, began); err != nil {
		return err
	}
	r.report.Window, r.report.Reconcile, err = o.Reach.Choose(ctx, o.Ledger, o.Family, o.Tenant, began)
	if gone := o.Reach.Forgotten(o.Family, began); gone != "" {
		r.report.Unlisted = append(r.report.Unlisted, gone)
	}
	return err
}

// startListing begins to list the run's window.
func (r *run) startListing(ctx context.Context) *listing.List {
	list := listing.Start(ctx, listing.Options{
		Tenant: r.opts.Tenant, Source: r.opts.Source, Ledger: r.opts.Ledger, Remember: r.opts.OnlyListed,
		Now: r.opts.Now, Tell: r.opts.Observer.Listed, Logger: r.opts.Logger,
	}, r.report.Window)
	if r.opts.OnlyListed {
		r.scope.only = list
	}
	return list
}

// steps are list, fetch and load. What could be listed is fetched even when the
// list broke off, and while it goes on when it is long.
func (r *run) steps(ctx context.Context) error {
	if err := r.chooseWindow(ctx); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	list := r.startListing(ctx)
	list.WaitAtMost(roundEvery)
	if list.Ended() && (schema.FaultOf(list.Err()) == schema.FaultDenied || ctx.Err() != nil) {
		r.conclude(list)
		return list.Err()
	}
	l := newBatchLoader(&r.opts.Options, &r.report)
	l.archiveRefused, l.remedy = true, "they stay due"
	err := l.loadAll(ctx, func(ctx context.Context, to chan<- message) error {
		return r.newRounds(list, l, to).all(ctx)
	})
	stop() // of use only after a failure: otherwise the list has ended
	list.Wait()
	r.conclude(list)
	if err != nil && errors.Is(list.Err(), context.Canceled) {
		return err // the list's error is only that it was told to stop
	}
	return errors.Join(list.Err(), err)
}

// conclude reports what the list brought. LastReconcile must not count one with holes.
func (r *run) conclude(list *listing.List) {
	r.report.Listed, r.report.Fresh = list.Counts()
	r.report.Unlisted = append(r.report.Unlisted, list.Complaints()...)
	r.report.Reconcile = r.report.Reconcile && list.Whole()
}

// close asks the ledger what is left and writes the run's row. It also runs
// when the run failed or was told to stop.
func (r *run) close(ctx context.Context, failed error) error {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	due, elsewhere, err := r.due(last)
	if err != nil {
		// A row of a run that cannot say what is left would read as complete.
		r.report.finish(ctx, r.opts.Now(), errors.Join(failed, err))
		return err
	}
	r.report.Left, r.report.Elsewhere = uint64(len(due)), uint64(elsewhere)
	if len(due) > 0 {
		r.report.OldestDueID, r.report.OldestDueExpires = due[0].ID, r.opts.Family.Expires(due[0].Start)
	}
	r.report.Alarm = r.alarm(last, due)
	r.report.cost(r.traffic, r.opts.Source.Traffic())
	return recordRun(ctx, r.opts.Options, &r.report, failed)
}
