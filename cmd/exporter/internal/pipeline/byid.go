package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"callrecords/cmd/exporter/internal/pipeline/claims"
	"callrecords/schema"
)

// FetchOptions configure [Fetch].
type FetchOptions struct {
	Options
	Source      SourceByID
	IDs         []string // in the one spelling of [schema.ParseRecordID]
	Concurrency int      // records asked for at once; default 64
	Again       bool     // what is loaded in Graph's version is loaded once more

	// Claims tell other runs what is fetched here, so that they leave it alone for ClaimAge.
	// What another run has is fetched all the same: somebody wants it now. Nil: nobody is told.
	Claims   claims.Store
	ClaimAge time.Duration
}

// Answer is what became of a record that was asked for by its id.
type Answer struct {
	RecordID string
	Kind     AnswerKind
	Version  uint64 // that is loaded, or should be; 0 when it is not known
	Reason   string // for people; "" when there is nothing to say
}

// AnswerKind is one of [schema.OutcomeKind], or one of those that only an id can have.
type AnswerKind string

// The answers of records that nothing was fetched of.
const (
	AnswerUnchanged AnswerKind = "unchanged" // the warehouse has it, in Graph's version
	AnswerNotFound  AnswerKind = "not found" // neither Graph nor the warehouse has it
	AnswerExpired   AnswerKind = "expired"   // Graph kept it and does not any more
	AnswerGone      AnswerKind = "gone"      // Graph had it and took it away before its time
	AnswerDenied    AnswerKind = "denied"    // Graph does not give it to us
)

// byID is one [Fetch] under way.
type byID struct {
	opts    FetchOptions
	asked   map[string]bool // the ids
	report  Report
	mu      sync.Mutex
	headers []schema.Header
	answers map[string]Answer
}

// Fetch loads records by their ids, now, without a list: it asks for each header,
// notes it in the ledger as a list would, and loads what the warehouse lacks. What else
// is due is left alone. The answers are in the order of the ids; they are true as far
// as they go when there is an error.
func Fetch(ctx context.Context, opts FetchOptions) ([]Answer, Report, error) {
	opts.Options = opts.Options.withDefaults()
	opts.Concurrency = cmp.Or(opts.Concurrency, 64)
	f := &byID{
		opts: opts, answers: map[string]Answer{}, asked: map[string]bool{}, report: newReport(opts.Options, noWindow),
	}
	if err := opts.check(); err != nil {
		return nil, f.report, err
	}
	for _, id := range opts.IDs {
		f.asked[id] = true
	}
	before := opts.Source.Traffic()
	opts.Observer.RunStarted(f.report.Run)
	err := f.steps(ctx)
	answers := make([]Answer, 0, len(opts.IDs))
	for _, id := range opts.IDs {
		if a, ok := f.answers[id]; ok {
			answers = append(answers, a)
		}
	}
	for _, a := range answers {
		if a.Kind == AnswerNotFound || a.Kind == AnswerDenied {
			f.report.Unlisted = append(f.report.Unlisted, "record "+a.RecordID+": "+a.Reason)
		}
	}
	f.report.cost(before, opts.Source.Traffic())
	err = errors.Join(err, recordRun(ctx, opts.Options, &f.report, err))
	opts.Observer.RunFinished(f.report, err)
	return answers, f.report, err
}

// steps ask for the headers, note them, and load what is due of them.
func (f *byID) steps(ctx context.Context) error {
	if err := f.ask(ctx); err != nil {
		return err
	}
	fresh, err := f.opts.Ledger.RecordListed(ctx, f.opts.Tenant, f.opts.Now(), f.headers)
	if err != nil {
		return err
	}
	f.report.Listed, f.report.Fresh = uint64(len(f.headers)), fresh
	due, err := f.due(ctx)
	if err != nil {
		return err
	}
	if f.opts.Again {
		due = f.withLoaded(due)
	}
	if err := f.standing(ctx, due); err != nil {
		return err
	}
	f.report.Due = uint64(len(due))
	err = f.load(ctx, due)
	left, dueErr := f.due(context.WithoutCancel(ctx))
	f.report.Left = uint64(len(left))
	return errors.Join(err, dueErr)
}

// ask asks Graph for the header of every record. What is not there is answered later,
// with what the ledger knows.
func (f *byID) ask(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(f.opts.Concurrency)
	for _, id := range f.opts.IDs {
		group.Go(func() error {
			h, err := f.opts.Source.Header(ctx, id)
			f.mu.Lock()
			defer f.mu.Unlock()
			e, ok := errors.AsType[*schema.SourceError](err)
			switch {
			case err == nil:
				f.headers = append(f.headers, h)
			case !ok || e.Fault == schema.FaultDenied && e.RecordID == "":
				return err
			case e.Fault == schema.FaultDenied:
				f.answers[id] = Answer{RecordID: id, Kind: AnswerDenied, Reason: e.Error()}
			case e.Fault != schema.FaultNotFound:
				f.answers[id] = Answer{RecordID: id, Kind: AnswerKind(schema.OutcomeFailed), Reason: e.Error()}
				f.report.Unlisted = append(f.report.Unlisted, e.Error())
			}
			return nil
		})
	}
	return group.Wait()
}

// due is what the ledger says is due of the records.
func (f *byID) due(ctx context.Context) ([]schema.Due, error) {
	due, err := f.opts.Ledger.Due(ctx, f.opts.Tenant)
	return slices.DeleteFunc(slices.Clone(due), func(d schema.Due) bool {
		return !f.asked[d.ID]
	}), err
}

// withLoaded adds what Graph has and the ledger does not call due.
func (f *byID) withLoaded(due []schema.Due) []schema.Due {
	isDue := map[string]bool{}
	for _, d := range due {
		isDue[d.ID] = true
	}
	for _, h := range f.headers {
		if !isDue[h.ID] {
			due = append(due, schema.Due{Header: h, Built: true})
		}
	}
	return due
}

// standing answers for the records of which nothing is to be fetched.
func (f *byID) standing(ctx context.Context, due []schema.Due) error {
	loaded, err := f.opts.Ledger.LoadedVersions(ctx, f.opts.Tenant, f.opts.IDs)
	if err != nil {
		return err
	}
	has, isDue := map[string]bool{}, map[string]bool{}
	for _, h := range f.headers {
		has[h.ID] = true
	}
	for _, d := range due {
		isDue[d.ID] = true
	}
	for _, id := range f.opts.IDs {
		version, in := loaded[id]
		_, answered := f.answers[id]
		switch {
		case answered || isDue[id]:
		case has[id]:
			f.answers[id] = Answer{RecordID: id, Kind: AnswerUnchanged, Version: version}
		case in:
			f.answers[id] = Answer{RecordID: id, Kind: AnswerUnchanged, Version: version,
				Reason: "it is in the warehouse; Graph no longer has it"}
		default:
			f.answers[id] = Answer{RecordID: id, Kind: AnswerNotFound, Reason: f.whyNotFound()}
		}
	}
	return nil
}

// whyNotFound says what a 404 can mean for a record that nobody has seen, and what to do.
func (f *byID) whyNotFound() string {
	return fmt.Sprintf("Graph has no such record: it may not be built yet (try again until %d minutes after the "+
		"end of the call), be older than %d days, or this is no id of a call record",
		int(f.opts.Family.BuildTime.Minutes()), f.opts.Family.Retention/(24*time.Hour))
}

// load fetches and loads what is due, as a run does, and takes down what becomes of it.
func (f *byID) load(ctx context.Context, due []schema.Due) error {
	headers := map[string]schema.Header{}
	for _, d := range due {
		headers[d.ID] = d.Header
	}
	tell := f.opts.Observer.RecordFinished
	o := RunOptions{Options: f.opts.Options, Source: f.opts.Source, Concurrency: f.opts.Concurrency}
	told := claims.New(claims.Options{
		Store: f.opts.Claims, Tenant: o.Tenant, Run: f.report.ID, Age: f.opts.ClaimAge, Logger: o.Logger,
	})
	o.Observer.RecordFinished = func(outcome schema.Outcome) {
		f.answers[outcome.RecordID] = f.answer(outcome, headers[outcome.RecordID])
		tell(outcome)
	}
	l := newBatchLoader(&o.Options, &f.report)
	l.archiveRefused, l.remedy = true, "they stay due"
	l.total.Store(int64(len(due)))
	return l.loadAll(ctx, func(ctx context.Context, to chan<- message) error {
		return fetchAll(ctx, &o, told.Announce(ctx, due), told.Done, to)
	})
}

// answer is an outcome, told to somebody who asked for the record.
func (f *byID) answer(o schema.Outcome, h schema.Header) Answer {
	a := Answer{RecordID: o.RecordID, Kind: AnswerKind(o.Kind), Version: o.Version, Reason: o.Reason}
	switch {
	case o.Kind == schema.OutcomeLost && o.At.After(f.opts.Family.Expires(h.Start)):
		a.Kind = AnswerExpired
	case o.Kind == schema.OutcomeLost:
		a.Kind = AnswerGone
	case o.Kind == schema.OutcomeNotBuilt && !h.End.IsZero():
		a.Reason = "Graph builds it by " + h.End.Add(f.opts.Family.BuildTime).UTC().Format(time.RFC3339) +
			" at the latest; it is due, and the next run tries again"
	}
	return a
}
