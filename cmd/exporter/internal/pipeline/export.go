package pipeline

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"callrecords/schema"
)

// Options configure the export of one tenant.
type Options struct {
	Family  schema.Family
	Tenant  string // Entra tenant id
	Command string // what is run, for the runs table
	Source  Source
	Loader  Loader
	Ledger  Ledger
	Batch   func() Batch // makes an empty batch

	Window         schema.Window // a backfill's; the zero window means lookback or reconcile
	Lookback       time.Duration // starts that every run lists again; default 48 h
	ReconcileEvery time.Duration // how often the whole retention is listed; default 24 h
	SmallTenant    int           // so many records in the retention, and every run lists all of it; default 2,400; negative never
	RawPages       bool          // keep every page in the vault, not only those of records set aside
	FromArchive    bool          // pages come from the vault: none of them is kept again
	Expected       int           // records that Load is to meet, for Progress; 0 is not known
	Concurrency    int           // records fetched at once; default 64
	ExpiryAlarm    time.Duration // what is due and expires within it is an error; default 5 days
	RecordRate     float64       // records a second that the quota lets through; 0 is not known

	BatchRows  int           // rows that fill a batch; default 50,000
	BatchBytes int           // bytes of JSON that fill a batch; default 16 MiB
	BatchAge   time.Duration // time after which a batch is loaded though it is not full; default 10 s

	Now      func() time.Time      // default time.Now
	RunID    func() string         // default: from the time and chance
	Progress func(done, total int) // default: none
	Logger   *slog.Logger          // default: discard
}

// withDefaults fills in what is not set.
func (o Options) withDefaults() Options {
	if o.Family.Name == "" {
		o.Family = schema.CallRecords
	}
	o.Lookback = orElse(o.Lookback, 48*time.Hour)
	o.ReconcileEvery = orElse(o.ReconcileEvery, 24*time.Hour)
	o.SmallTenant = orElse(o.SmallTenant, smallTenant)
	o.Concurrency = orElse(o.Concurrency, 64)
	o.ExpiryAlarm = orElse(o.ExpiryAlarm, 5*24*time.Hour)
	o.BatchRows = orElse(o.BatchRows, 50_000)
	o.BatchBytes = orElse(o.BatchBytes, 16<<20)
	o.BatchAge = orElse(o.BatchAge, 10*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.RunID == nil {
		o.RunID = newRunID
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// orElse is the value, or the other one when it is zero.
func orElse[T comparable](value, other T) T {
	var zero T
	if value == zero {
		return other
	}
	return value
}

// run is one export under way.
type run struct {
	Options
	report  Report
	traffic Traffic // when the run began
}

// Run exports the tenant once. The report is true as far as it goes even when
// there is an error: what was committed stays, and the rest is due again.
func Run(ctx context.Context, opts Options) (Report, error) {
	r := &run{Options: opts.withDefaults()}
	r.report.Tables = schema.Counts{}
	r.traffic = r.Source.Traffic()
	r.report.Run = schema.Run{ID: r.RunID(), TenantID: r.Tenant, Command: r.Command, Started: r.Now()}
	err := r.steps(ctx)
	return r.report, errors.Join(err, r.close(ctx, err))
}

// steps are the design's five, in order. What could be listed is fetched even
// when the list broke off.
func (r *run) steps(ctx context.Context) error {
	if err := r.chooseWindow(ctx); err != nil {
		return err
	}
	listErr := r.list(ctx)
	if denied(listErr) || ctx.Err() != nil {
		return listErr
	}
	r.report.Reconcile = r.report.Reconcile && listErr == nil && len(r.report.Unlisted) == 0
	due, err := r.Ledger.Due(ctx, r.Tenant)
	if err != nil {
		return errors.Join(listErr, err)
	}
	r.report.Due = uint64(len(due))
	r.warnOfExpiry(ctx, due)
	return errors.Join(listErr, r.loadAll(ctx, len(due), func(ctx context.Context, to chan<- message) error {
		r.fetchAll(ctx, due, to)
		return nil
	}))
}

// denied says whether no request of the tenant can work.
func denied(err error) bool {
	e, ok := errors.AsType[*schema.SourceError](err)
	return ok && e.Fault == schema.FaultDenied
}
