package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"callrecords/schema"
)

// grace is how long the last batch may take when the run was told to stop.
const grace = 30 * time.Second

// producer sends the pages of many records, each record's in their order, and
// ends each with a message of its own. An error of its own ends the run.
type producer func(ctx context.Context, to chan<- message) error

// batchLoader turns messages into batches, and batches into commits. One
// goroutine uses it.
type batchLoader struct {
	opts           *Options
	report         *Report
	archiveRefused bool         // pages of records that are set aside go into the archive
	remedy         string       // what repairs a batch that is not in, for errors
	refusedRemedy  string       // what to do about a load that would take rows away
	total          atomic.Int64 // records to come, for the progress; 0 is not known; the producer may add
	done           int          // records read
	denied         int          // records in a row that were denied

	// The batch, from one commit to the next.
	batch       Batch
	pages       []schema.RawPage // for the archive
	pageBytes   int              // of these pages
	loads       []schema.Load
	refusals    []schema.Refusal
	outcomes    []schema.Outcome
	committedAt time.Time // when the batch before was committed
}

func newBatchLoader(o *Options, r *Report) *batchLoader {
	return &batchLoader{opts: o, report: r, batch: o.NewBatch(), committedAt: o.Now()}
}

// loadAll loads what is produced. When it is told to stop, it still commits the
// records that are whole: they would be read again otherwise.
func (l *batchLoader) loadAll(ctx context.Context, produce producer) error {
	messages := make(chan message)
	group, producing := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(messages)
		return produce(producing, messages)
	})
	var loadErr error // read after Wait
	group.Go(func() error {
		for m := range messages {
			// With ctx, not producing: where the documents break off, those before
			// it are loaded all the same. An error stops the producer, which then
			// sends no more.
			if loadErr = l.handle(ctx, m); loadErr != nil {
				return loadErr
			}
		}
		return nil
	})
	err := group.Wait() // the first error of the two
	switch {
	case ctx.Err() != nil:
		err = loadErr // the producer's is only that it was told to stop
	case loadErr != nil && !errors.Is(err, loadErr):
		err = errors.Join(err, loadErr)
	}
	// After a failure of the warehouse there is nothing more to commit to: the
	// batch is in doubt, and is loaded again under new load ids.
	if loadErr == nil || schema.FaultOf(loadErr) == schema.FaultDenied || ctx.Err() != nil {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		err = errors.Join(err, l.commit(last))
	}
	return errors.Join(err, context.Cause(ctx))
}

// handle takes one message. An error ends the run: it is about the tenant or
// the warehouse, not about one record.
func (l *batchLoader) handle(ctx context.Context, m message) error {
	if m.flush {
		return l.commit(ctx)
	}
	if !m.end {
		l.read(m.attempt, m.page)
		return l.commitWhenFull(ctx)
	}
	if m.again {
		return nil // its rows stay without a commit, unseen
	}
	l.done++
	l.opts.Observer.Progress(l.done, int(l.total.Load()))
	if l.tenantDenied(m.err) {
		return m.err
	}
	if ctx.Err() != nil && m.err != nil {
		return nil // told to stop: it stays due, and no failure is counted against it
	}
	l.finish(m.attempt, m.err)
	return l.commitWhenFull(ctx) // an answer that was refused is as large as a page
}

// read flattens one page. A record that cannot be flattened is fetched to its
// end all the same, so that the archive has it whole.
func (l *batchLoader) read(a *attempt, page schema.Page) {
	if a.reading == nil {
		a.owner.Version = cmp.Or(page.Version, a.owner.Version)
		a.reading = l.batch.Open(a.owner)
	}
	if a.bad == nil {
		a.bad = a.located(a.reading.Page(page))
	}
	spoiled := a.bad != nil || a.reading.Aside().Rows > 0
	if l.opts.RawPages || spoiled && l.archiveRefused {
		l.archive(a, page)
	}
	a.pages++
}

// archive adds a page to those that go into the archive with this batch.
func (l *batchLoader) archive(a *attempt, page schema.Page) {
	l.pageBytes += len(page.Body)
	l.pages = append(l.pages, schema.RawPage{Owner: a.owner, Index: a.pages, Page: page})
}

// finish decides what became of an attempt.
func (l *batchLoader) finish(a *attempt, err error) {
	o := schema.Outcome{RecordID: a.owner.RecordID, Version: a.header.Version, At: l.opts.Now()}
	if e, ok := errors.AsType[*schema.SourceError](err); ok && e.Fault == schema.FaultRefused {
		// An answer that could not be taken is set aside like a page that cannot
		// be flattened, and with it the answer itself, if there was one.
		if e.Page.Body != nil {
			e.Page.Kind = schema.PageRefused
			l.archive(a, e.Page)
		}
		a.bad, err = err, nil
	}
	switch {
	case err != nil:
		o.Kind, o.Reason = classify(l.opts.Family, a, err, o.At)
	case a.bad != nil:
		o.Kind, o.Reason = schema.OutcomeSetAside, a.bad.Error()
		l.refusals = append(l.refusals, schema.Refusal{Owner: a.owner, Reason: o.Reason})
	case a.reading == nil:
		o.Kind, o.Reason = schema.OutcomeFailed, "no pages"
	default:
		load := a.reading.Close()
		load.Part, load.MayShrink = cmp.Or(load.Aside.String(), a.part), a.mayShrink
		l.loads = append(l.loads, load)
		o.Kind, o.RecordID, o.Version, o.Part = schema.OutcomeLoaded, load.RecordID, load.Version, load.Part
		o.LoadID, o.Aside = load.LoadID, load.Aside.Rows
		// A copy of Graph that lags behind its list: due until it has caught up.
		if load.Version < a.header.Version {
			o.Kind, o.Version = schema.OutcomeFailed, a.header.Version
			o.Reason = fmt.Sprintf("Graph listed version %d and answered with %d, which is loaded",
				a.header.Version, load.Version)
		}
	}
	l.outcomes = append(l.outcomes, o)
}

// commitWhenFull commits when the batch has reached a bound.
func (l *batchLoader) commitWhenFull(ctx context.Context) error {
	rows, bytes := l.batch.Size()
	if rows < l.opts.BatchRows && max(bytes, l.pageBytes) < l.opts.BatchBytes &&
		l.opts.Now().Sub(l.committedAt) < l.opts.BatchAge {
		return nil
	}
	return l.commit(ctx)
}

// commit writes the batch: rows and pages, then the commit, then the ledger.
// The order is the promise: what the ledger calls loaded has been committed,
// and what is committed has all its rows.
func (l *batchLoader) commit(ctx context.Context) error {
	began := l.opts.Now()
	_, bytes := l.batch.Size()
	// The batch also has rows of records that are still being read. They go in
	// now and are seen with the commit of their own record.
	if err := l.opts.Loader.Insert(ctx, l.batch.Take()); err != nil {
		return fmt.Errorf("batch of %d records not loaded, %s: %w", len(l.loads), l.remedy, err)
	}
	if err := l.opts.Archive.StorePages(ctx, began, l.pages); err != nil {
		return fmt.Errorf("batch of %d records not committed, %s: %w", len(l.loads), l.remedy, err)
	}
	now := l.opts.Now() // the rows may have taken their time
	l.giveUpOld(now)
	refused, err := l.opts.Loader.Commit(ctx, l.report.ID, now, l.loads)
	if err != nil {
		return err
	}
	l.takeOut(refused)
	l.reportCommit(bytes, began)
	if err := l.opts.Loader.SetAside(ctx, l.report.ID, now, l.refusals); err != nil {
		return err
	}
	if err := l.opts.Ledger.RecordOutcomes(ctx, l.opts.Tenant, l.outcomes); err != nil {
		return fmt.Errorf("%d records are committed but the ledger is not told, %s: %w", len(l.loads), l.remedy, err)
	}
	l.report.count(l.loads, l.outcomes)
	l.warnUnread(ctx)
	for _, o := range l.outcomes {
		l.opts.Observer.RecordFinished(o)
	}
	l.pages, l.pageBytes, l.loads, l.refusals, l.outcomes = nil, 0, nil, nil, nil
	l.committedAt = l.opts.Now()
	return nil
}

// reportCommit tells the observer of a commit that brought something.
func (l *batchLoader) reportCommit(bytes int, began time.Time) {
	if len(l.loads) == 0 {
		return
	}
	b := CommittedBatch{
		TenantID: l.opts.Tenant, Records: len(l.loads), Bytes: bytes, Duration: l.opts.Now().Sub(began),
		Tables: schema.Counts{},
	}
	for _, load := range l.loads {
		b.Rows += load.Counts.Total()
		b.Tables.Add(load.Counts)
	}
	l.opts.Observer.BatchCommitted(b)
}
