package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callrecords/schema"
)

// grace is how long the last batch may take when the run was told to stop.
const grace = 30 * time.Second

// producer sends the pages of many records, each record's in their order, and
// ends each with a message of its own. An error of its own ends the run.
type producer func(ctx context.Context, to chan<- message) error

// loadAll loads what is produced, so many records. When it is told to stop, it
// still commits the records that are whole: they would be read again otherwise.
func (r *run) loadAll(ctx context.Context, total int, produce producer) error {
	producing, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	messages := make(chan message)
	var broken error // read once the channel is closed
	go func() {
		defer close(messages)
		broken = produce(producing, messages)
	}()

	l := &batchLoader{run: r, batch: r.Batch(), total: total, flushed: r.Now()}
	var failed error
	for m := range messages {
		if failed != nil {
			continue // drained, so that the producer can end
		}
		if failed = l.take(ctx, m); failed != nil {
			stop(failed)
		}
	}
	if failed == nil || denied(failed) || ctx.Err() != nil {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		failed = errors.Join(failed, l.flush(last))
	}
	if broken != nil && ctx.Err() == nil {
		failed = errors.Join(failed, broken)
	}
	return errors.Join(failed, context.Cause(ctx))
}

// batchLoader turns messages into batches, and batches into commits.
type batchLoader struct {
	*run
	batch    Batch
	pages    []schema.RawPage
	kept     int // bytes of pages
	loads    []schema.Load
	aside    []schema.Refusal
	outcomes []schema.Outcome
	flushed  time.Time // last
	done     int
	total    int
}

// take handles one message. An error ends the run: it is about the tenant or
// the warehouse, not about one record.
func (l *batchLoader) take(ctx context.Context, m message) error {
	if !m.end {
		l.read(m.attempt, m.page)
		return l.flushWhenFull(ctx)
	}
	if m.again {
		return nil // its rows stay without a commit, unseen
	}
	l.done++
	l.Progress(l.done, l.total)
	if denied(m.err) {
		return m.err
	}
	l.finish(ctx, m.attempt, m.err)
	return nil
}

// read flattens one page. A record that cannot be flattened is fetched to its
// end all the same, so that the vault has it whole.
func (l *batchLoader) read(a *attempt, page schema.Page) {
	if a.reading == nil {
		a.reading = l.batch.Open(a.owner)
	}
	if a.broken == nil {
		a.broken = a.located(a.reading.Page(page))
	}
	if l.RawPages || a.broken != nil && !l.FromArchive {
		l.keep(a, page)
	}
	a.pages++
}

// keep sends a page to the vault.
func (l *batchLoader) keep(a *attempt, page schema.Page) {
	l.kept += len(page.Body)
	l.pages = append(l.pages, schema.RawPage{Owner: a.owner, Index: a.pages, Page: page})
}

// finish decides what became of an attempt.
func (l *batchLoader) finish(ctx context.Context, a *attempt, err error) {
	o := schema.Outcome{RecordID: a.owner.RecordID, Version: a.header.Version, At: l.Now()}
	switch {
	case ctx.Err() != nil && err != nil:
		return // told to stop; it stays due without a mark
	case refused(err):
		o.Kind, o.Reason = schema.OutcomeSetAside, err.Error()
		l.refuse(a, err)
	case err != nil:
		o.Kind, o.Reason = l.classify(a, err)
	case a.broken != nil:
		o.Kind, o.Reason = schema.OutcomeSetAside, a.broken.Error()
		l.aside = append(l.aside, a.refusal())
	case a.reading == nil:
		o.Kind, o.Reason = schema.OutcomeFailed, "no pages"
	default:
		load := a.reading.Close()
		l.loads = append(l.loads, load)
		o.Kind, o.RecordID, o.Version = schema.OutcomeLoaded, load.RecordID, load.Version
		if load.Version < a.header.Version { // a copy of Graph that lags behind its list: due until it has caught up
			o.Kind, o.Version = schema.OutcomeFailed, a.header.Version
			o.Reason = fmt.Sprintf("Graph listed version %d and answered with %d, which is loaded", a.header.Version, load.Version)
		}
	}
	l.outcomes = append(l.outcomes, o)
}

// refusal is what is logged of an attempt that is set aside.
func (a *attempt) refusal() schema.Refusal {
	return schema.Refusal{Owner: a.owner, Reason: a.broken.Error()}
}

// refuse sets aside a record of which an answer could not be taken, with the
// answer.
func (l *batchLoader) refuse(a *attempt, err error) {
	if e, ok := errors.AsType[*schema.SourceError](err); ok && e.Page.Body != nil {
		e.Page.Kind = schema.PageRefused
		l.keep(a, e.Page)
	}
	a.broken = err
	l.aside = append(l.aside, a.refusal())
}

// flushWhenFull flushes when the batch has reached a bound.
func (l *batchLoader) flushWhenFull(ctx context.Context) error {
	rows, bytes := l.batch.Size()
	if rows < l.BatchRows && max(bytes, l.kept) < l.BatchBytes && l.Now().Sub(l.flushed) < l.BatchAge {
		return nil
	}
	return l.flush(ctx)
}

// remedy is what repairs a batch that was not settled.
func (r *run) remedy() string {
	if r.Source == nil {
		return "the same command loads them again"
	}
	return "they stay due"
}

// flush writes the batch: rows and pages, then the commit, then the ledger.
// The order is the promise: what the ledger calls loaded has been committed,
// and what is committed has all its rows.
func (l *batchLoader) flush(ctx context.Context) error {
	now := l.Now()
	if err := l.Loader.Insert(ctx, l.batch.Take()); err != nil {
		return fmt.Errorf("batch of %d records not loaded, %s: %w", len(l.loads), l.remedy(), err)
	}
	if err := l.Loader.StorePages(ctx, now, l.pages); err != nil {
		return fmt.Errorf("batch of %d records not committed, %s: %w", len(l.loads), l.remedy(), err)
	}
	now = l.Now() // the rows may have taken their time
	l.giveUpOld(now)
	if err := l.Loader.Commit(ctx, l.report.ID, now, l.loads); err != nil {
		return err
	}
	if err := l.Loader.SetAside(ctx, l.report.ID, now, l.aside); err != nil {
		return err
	}
	if err := l.Ledger.RecordOutcomes(ctx, l.Tenant, l.outcomes); err != nil {
		return fmt.Errorf("%d records are committed but not settled, %s: %w", len(l.loads), l.remedy(), err)
	}
	l.report.count(l.loads, l.outcomes)
	l.pages, l.kept, l.loads, l.aside, l.outcomes = nil, 0, nil, nil, nil
	l.flushed = l.Now()
	return nil
}
