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

// batchLoader turns messages into batches, and has them written. One goroutine
// uses it.
type batchLoader struct {
	opts           *Options
	report         *Report
	archiveRefused bool         // pages of records that are set aside go into the archive
	remedy         string       // what repairs a batch that is not in, for errors
	refusedRemedy  string       // what to do about a load that would take rows away
	total          atomic.Int64 // records to come, for the progress; 0 is not known; the producer may add
	done           int          // records read
	denied         int          // records in a row that were denied

	flattened Batch     // its rows, from one batch to the next
	batch     *batch    // what goes in with them
	begunAt   time.Time // when it was begun

	writing chan *batch // the batch before, while it is written; nil for none
	storing chan error  // pages of this one, while they go into the archive; nil for none
}

func newBatchLoader(o *Options, r *Report) *batchLoader {
	return &batchLoader{opts: o, report: r, flattened: o.NewBatch(), batch: &batch{}, begunAt: o.Now()}
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
	write, end := lingering(ctx)
	defer end()
	var loadErr error // read after Wait
	group.Go(func() error {
		// With ctx, not producing: where the documents break off, those before it are
		// loaded all the same. An error stops the producer, which then sends no more.
		loadErr = l.take(ctx, write, messages)
		return loadErr
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
	if loadErr == nil || schema.FaultOf(loadErr) == schema.FaultDenied {
		err = errors.Join(err, l.commit(write))
	}
	return errors.Join(err, l.wait(), context.Cause(ctx))
}

// lingering is a context that ends after ctx: what is being written when the run is told to
// stop may come to its end, and the last batch after it.
func lingering(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	forget := context.AfterFunc(ctx, func() {
		select {
		case <-time.After(grace):
			cancel()
		case <-longer.Done():
		}
	})
	return longer, func() { forget(); cancel() }
}

// take takes messages until there are no more. An error ends the run: it is about the
// tenant or the warehouse, not about one record.
func (l *batchLoader) take(ctx, write context.Context, messages <-chan message) error {
	for {
		var err error
		select {
		case m, more := <-messages:
			if !more {
				return nil
			}
			err = l.handle(ctx, write, m)
		case b := <-l.writing:
			err = l.written(b)
		}
		if err != nil {
			return err
		}
	}
}

// handle takes one message.
func (l *batchLoader) handle(ctx, write context.Context, m message) error {
	if m.flush {
		return l.commit(write)
	}
	if !m.end {
		l.read(m.attempt, m.page)
		return l.writeWhenFull(write)
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
	return l.writeWhenFull(write) // an answer that was refused is as large as a page
}

// read flattens one page. A record that cannot be flattened is fetched to its
// end all the same, so that the archive has it whole.
func (l *batchLoader) read(a *attempt, page schema.Page) {
	if a.reading == nil {
		a.owner.Version = cmp.Or(page.Version, a.owner.Version)
		a.reading = l.flattened.Open(a.owner)
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
	l.batch.pageBytes += len(page.Body)
	l.batch.waiting += len(page.Body)
	l.batch.pages = append(l.batch.pages, schema.RawPage{Owner: a.owner, Index: a.pages, Page: page})
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
		l.batch.refusals = append(l.batch.refusals, schema.Refusal{Owner: a.owner, Reason: o.Reason})
	case a.reading == nil:
		o.Kind, o.Reason = schema.OutcomeFailed, "no pages"
	default:
		load := a.reading.Close()
		load.Part, load.MayShrink = cmp.Or(load.Aside.String(), a.part), a.mayShrink
		l.batch.loads = append(l.batch.loads, load)
		o.Kind, o.RecordID, o.Version, o.Part = schema.OutcomeLoaded, load.RecordID, load.Version, load.Part
		o.LoadID, o.Aside = load.LoadID, load.Aside.Rows
		// A copy of Graph that lags behind its list: due until it has caught up.
		if load.Version < a.header.Version {
			o.Kind, o.Version = schema.OutcomeFailed, a.header.Version
			o.Reason = fmt.Sprintf("Graph listed version %d and answered with %d, which is loaded",
				a.header.Version, load.Version)
		}
	}
	l.batch.outcomes = append(l.batch.outcomes, o)
}
