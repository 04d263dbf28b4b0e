package pipeline

import (
	"context"
	"fmt"
	"iter"

	"golang.org/x/sync/errgroup"

	"callrecords/cmd/exporter/internal/pipeline/lane"
	"callrecords/schema"
)

// maxReads is how often a record is read that changes while it is read, before
// it is left for the next run.
const maxReads = 3

// attempt is one load of one version on its way: what the loader knows it by.
type attempt struct {
	header  schema.Header // as listed
	built   bool          // Graph has built an earlier version
	owner   schema.Owner
	reading Reading // nil before the first page
	pages   uint32  // read so far
	place   string  // file and line of a document; "" of what Graph sent
	part    string  // what a document lacks of a whole record
	bad     error   // why it cannot be flattened

	mayShrink bool // it may take rows away from a load of the same version
}

// located is an error with the place that the record was read at.
func (a *attempt) located(err error) error {
	if err == nil || a.place == "" {
		return err
	}
	return fmt.Errorf("%s: %w", a.place, err)
}

// message is one step of an attempt, from a producer to the loader; or flush alone.
type message struct {
	flush   bool // what is whole is committed now: nothing may follow for long
	attempt *attempt
	page    schema.Page
	end     bool
	err     error // at the end: why there is no whole record
	again   bool  // at the end: another attempt follows
}

// fetchAll fetches records, the one nearest to expiry first, and sends their
// pages. What becomes of a record is in its last message; an error here means
// only that the run was stopped. It tells done of each record that it is through with,
// of several at once.
func fetchAll(
	ctx context.Context, o *RunOptions, due iter.Seq[schema.Due], done func(schema.Due), to chan<- message,
) error {
	lanes := lane.New(o.Concurrency)
	fetchers, ctx := errgroup.WithContext(ctx)
	for d := range due {
		// Waiting here rather than in the goroutine keeps the order of expiry.
		s, err := lanes.Enter(ctx)
		if err != nil {
			break // Wait has the cause
		}
		fetchers.Go(func() error {
			defer s.Release()
			defer done(d)
			return fetchRecord(ctx, o, d, s, to)
		})
	}
	return fetchers.Wait()
}

// fetchRecord fetches one record, again when it changed meanwhile. Each time
// under a fresh load id: the rows that were sent already stay without a commit.
func fetchRecord(ctx context.Context, o *RunOptions, d schema.Due, s *lane.Slot, to chan<- message) error {
	for read := 1; ; read++ {
		now := o.Now()
		a := &attempt{header: d.Header, built: d.Built, mayShrink: true, owner: schema.Owner{
			Family: o.Family.Name, TenantID: o.Tenant, RecordID: d.ID, Version: d.Version, Start: d.Start,
			LoadID: o.Loader.NextLoadID(now), ExportedAt: now,
		}}
		err := fetchPages(ctx, o.Source, a, s, to)
		again := schema.FaultOf(err) == schema.FaultChanged && read < maxReads
		if err := send(ctx, to, message{attempt: a, end: true, err: err, again: again}); err != nil || !again {
			return err
		}
	}
}

// fetchPages sends the pages of one attempt.
func fetchPages(ctx context.Context, source Source, a *attempt, s *lane.Slot, to chan<- message) error {
	n := 0
	for page, err := range source.Fetch(ctx, a.header) {
		if err != nil {
			return err
		}
		if err := send(ctx, to, message{attempt: a, page: page}); err != nil {
			return err
		}
		if page.Done != nil {
			page.Done() // before the wait for the lane: it must not keep others from their bytes
		}
		if n++; n == lane.LargePages {
			if err := s.ChangeToLarge(ctx); err != nil {
				return err
			}
		}
	}
	return ctx.Err() // a source that was stopped may end its pages without a word
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
