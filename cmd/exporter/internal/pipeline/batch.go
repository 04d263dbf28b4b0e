package pipeline

import (
	"context"
	"fmt"
	"slices"
	"time"

	"callrecords/schema"
)

// batch is what goes into the warehouse together. It has rows of records that are still
// being read, too: they are seen with the commit of their own record.
type batch struct {
	rows      []schema.Rows
	bytes     int              // of JSON that was read for them
	pages     []schema.RawPage // that go into the archive with it
	waiting   int              // bytes of these pages
	pageBytes int              // of all its pages, those that went before too
	loads     []schema.Load
	refusals  []schema.Refusal
	outcomes  []schema.Outcome

	began       time.Time // when it began to be written
	committedAt time.Time // zero when it is not
	err         error     // why it is not in, or not in the ledger
}

// leave takes a load out of the batch, and says what became of it instead.
func (b *batch) leave(loadID uint64, kind schema.OutcomeKind, reason string) {
	b.loads = slices.DeleteFunc(b.loads, func(load schema.Load) bool { return load.LoadID == loadID })
	for i, o := range b.outcomes {
		if o.LoadID == loadID && o.Kind == schema.OutcomeLoaded {
			b.outcomes[i].Kind, b.outcomes[i].Reason = kind, reason
		}
	}
}

// writeWhenFull has the batch written when it has reached a bound, and its pages when there
// are many.
func (l *batchLoader) writeWhenFull(ctx context.Context) error {
	rows, bytes := l.flattened.Size()
	if rows >= l.opts.BatchRows || max(bytes, l.batch.pageBytes) >= l.opts.BatchBytes ||
		l.opts.Now().Sub(l.begunAt) >= l.opts.BatchAge {
		return l.commit(ctx)
	}
	if l.batch.waiting >= l.opts.PageBytes {
		return l.storePages(ctx)
	}
	return nil
}

// commit has the batch written, once the one before is, and begins the next. It is written
// beside what is flattened meanwhile. So there are two batches in memory at most, and commits
// come in the order of the batches. An error is that of the batch before.
func (l *batchLoader) commit(ctx context.Context) error {
	if err := l.waitForWriting(); err != nil {
		return err
	}
	b, stored := l.batch, l.storing
	_, b.bytes = l.flattened.Size()
	b.rows = l.flattened.Take()
	l.batch, l.storing, l.begunAt = &batch{}, nil, l.opts.Now()
	written := make(chan *batch, 1)
	l.writing = written
	go func() {
		b.err = l.write(ctx, b, stored)
		written <- b
	}()
	return nil
}

// waitForWriting waits for the batch that is being written, if there is one.
func (l *batchLoader) waitForWriting() error {
	if l.writing == nil {
		return nil
	}
	return l.written(<-l.writing)
}

// written counts a batch that was written, and tells of it.
func (l *batchLoader) written(b *batch) error {
	l.writing = nil
	if !b.committedAt.IsZero() {
		l.reportCommit(b)
	}
	if b.err != nil {
		return b.err
	}
	l.report.count(b.loads, b.outcomes)
	for _, o := range b.outcomes {
		l.opts.Observer.RecordFinished(o)
	}
	return nil
}

// wait waits for all that is under way.
func (l *batchLoader) wait() error {
	err := l.waitForWriting()
	if l.storing != nil {
		<-l.storing // of a batch that is never committed
		l.storing = nil
	}
	return err
}

// storePages puts the pages so far into the archive, beside all else, once those before are
// in. An import has as many bytes of them as of everything else together.
func (l *batchLoader) storePages(ctx context.Context) error {
	if l.storing != nil {
		if err := <-l.storing; err != nil {
			l.storing = nil
			return l.notCommitted(l.batch, err)
		}
	}
	pages, now := l.batch.pages, l.opts.Now()
	l.batch.pages, l.batch.waiting = nil, 0
	stored := make(chan error, 1)
	l.storing = stored
	go func() { stored <- l.opts.Archive.StorePages(ctx, now, pages) }()
	return nil
}

// write writes a batch: rows and pages, then the commit, then the ledger. The order is the
// promise: what the ledger calls loaded has been committed, and what is committed has all
// its rows. It runs beside the loader, of which it only reads what does not change. stored
// ends when those pages are in the archive that went before the others; nil for none.
func (l *batchLoader) write(ctx context.Context, b *batch, stored <-chan error) error {
	b.began = l.opts.Now()
	err := l.opts.Loader.Insert(ctx, b.rows)
	if stored != nil {
		if storeErr := <-stored; err == nil && storeErr != nil {
			return l.notCommitted(b, storeErr)
		}
	}
	if err != nil {
		return fmt.Errorf("batch of %d records not loaded, %s: %w", len(b.loads), l.remedy, err)
	}
	if err := l.opts.Archive.StorePages(ctx, b.began, b.pages); err != nil {
		return l.notCommitted(b, err)
	}
	now := l.opts.Now() // the rows may have taken their time
	b.giveUpOld(l.opts.Loader, now)
	refused, err := l.opts.Loader.Commit(ctx, l.report.ID, now, b.loads)
	if err != nil {
		return err
	}
	b.takeOut(refused, l.refusedRemedy)
	b.committedAt = l.opts.Now()
	if err := l.opts.Loader.SetAside(ctx, l.report.ID, now, b.refusals); err != nil {
		return err
	}
	if err := l.opts.Ledger.RecordOutcomes(ctx, l.opts.Tenant, b.outcomes); err != nil {
		return fmt.Errorf("%d records are committed but the ledger is not told, %s: %w", len(b.loads), l.remedy, err)
	}
	l.warnUnread(ctx, b.loads)
	return nil
}

// notCommitted says that a batch is not, because its pages are not in the archive.
func (l *batchLoader) notCommitted(b *batch, err error) error {
	return fmt.Errorf("batch of %d records not committed, %s: %w", len(b.loads), l.remedy, err)
}

// reportCommit tells the observer of a commit that brought something.
func (l *batchLoader) reportCommit(b *batch) {
	if len(b.loads) == 0 {
		return
	}
	c := CommittedBatch{
		TenantID: l.opts.Tenant, Records: len(b.loads), Bytes: b.bytes, Duration: b.committedAt.Sub(b.began),
		Tables: schema.Counts{},
	}
	for _, load := range b.loads {
		c.Rows += load.Counts.Total()
		c.Tables.Add(load.Counts)
	}
	l.opts.Observer.BatchCommitted(c)
}
