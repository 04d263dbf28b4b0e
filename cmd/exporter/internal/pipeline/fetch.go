package pipeline

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"callrecords/schema"
)

// tornReads is how often a record that changed while it was read is begun
// again before it is left for the next run.
const tornReads = 3

// attempt is one try at one version: what the loader knows it by.
type attempt struct {
	header  schema.Header // as listed
	built   bool          // Graph has built an earlier version
	owner   schema.Owner
	reading Reading
	pages   uint32
	place   string // file and line of a document, "" of what Graph sent
	broken  error  // why it cannot be flattened
}

// located is an error with the place that the record was read at.
func (a *attempt) located(err error) error {
	if err == nil || a.place == "" {
		return err
	}
	return fmt.Errorf("%s: %w", a.place, err)
}

// message is one step of an attempt, from a producer to the loader.
type message struct {
	attempt *attempt
	page    schema.Page
	end     bool
	err     error // at the end: why there is no whole record
	again   bool  // at the end: another attempt follows
}

// fetchAll fetches records, the one nearest to expiry first, and sends their
// pages. It returns when the last fetcher is done.
func (r *run) fetchAll(ctx context.Context, due []schema.Due, to chan<- message) {
	lanes := newLanes(r.Concurrency)
	var fetchers sync.WaitGroup
	defer fetchers.Wait()
	for _, d := range due {
		at, err := lanes.enter(ctx)
		if err != nil {
			return
		}
		fetchers.Go(func() {
			f := fetcher{run: r, lanes: lanes, at: at, to: to}
			defer func() { f.at.leave() }()
			f.record(ctx, d)
		})
	}
}

// fetcher fetches one record.
type fetcher struct {
	*run
	lanes lanes
	at    place
	to    chan<- message
}

// record fetches one record, again when it was torn.
func (f *fetcher) record(ctx context.Context, d schema.Due) {
	for try := 1; ; try++ {
		now := f.Now()
		a := &attempt{header: d.Header, built: d.Built, owner: schema.Owner{
			Family: f.Family.Name, TenantID: f.Tenant, RecordID: d.ID, Version: d.Version, Start: d.Start, LoadID: f.Loader.NextLoadID(now), ExportedAt: now,
		}}
		err := f.pages(ctx, a, d.Header)
		again := torn(err) && try < tornReads
		if send(ctx, f.to, message{attempt: a, end: true, err: err, again: again}) != nil || !again {
			return
		}
	}
}

// pages sends the pages of one attempt.
func (f *fetcher) pages(ctx context.Context, a *attempt, h schema.Header) (err error) {
	n := 0
	for page, err := range f.Source.Fetch(ctx, h) {
		if err != nil {
			return err
		}
		if err := send(ctx, f.to, message{attempt: a, page: page}); err != nil {
			return err
		}
		if n++; n == largePages {
			if f.at, err = f.lanes.change(ctx, f.at); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// send hands a message to the loader, or gives up when the run does.
func send(ctx context.Context, to chan<- message, m message) error {
	select {
	case to <- m:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// torn says whether a record changed while it was read.
func torn(err error) bool {
	e, ok := errors.AsType[*schema.SourceError](err)
	return ok && e.Fault == schema.FaultChanged
}
