package pipeline

import (
	"context"
	"sync"
	"time"

	"callrecords/schema"
)

// PlanOptions configure [Plan].
type PlanOptions struct {
	RunOptions
	// NewHeaders are those of the headers that the ledger does not have, or not in
	// that version. It writes nothing.
	NewHeaders func(ctx context.Context, tenant string, headers []schema.Header) ([]schema.Header, error)
}

// Planned is what a run of the same options would find to do.
type Planned struct {
	TenantID     string
	Window       schema.Window
	Shard        schema.Shard
	Listed       uint64 // headers that came
	ListRequests uint64 // that it took to list them
	Due          uint64 // records that the run would fetch
	Elsewhere    uint64 // records that are due and not the run's
	Unlisted     []string
}

// Plan lists as a run does and says what the run would fetch. It loads nothing and
// writes nothing, also not what the list showed: what a plan has seen is not in the
// ledger, and nobody waits for it.
func Plan(ctx context.Context, opts PlanOptions) (Planned, error) {
	opts.Options = opts.Options.withDefaults()
	if err := opts.check(); err != nil {
		return Planned{TenantID: opts.Tenant}, err
	}
	seen := &preview{Ledger: opts.Ledger, newHeaders: opts.NewHeaders, fresh: map[string]schema.Header{}}
	opts.Ledger = seen
	r := newRun(opts.RunOptions)
	before := opts.Source.Traffic()
	err := r.plan(ctx, seen)
	return Planned{
		TenantID: opts.Tenant, Window: r.report.Window, Shard: opts.Shard,
		Listed: r.report.Listed, ListRequests: opts.Source.Traffic().Requests - before.Requests,
		Due: r.report.Due, Elsewhere: r.report.Elsewhere, Unlisted: r.report.Unlisted,
	}, err
}

// plan lists the window, and counts what is due of it.
func (r *run) plan(ctx context.Context, seen *preview) error {
	if err := r.chooseWindow(ctx); err != nil {
		return err
	}
	list := r.startListing(ctx)
	list.Wait()
	r.conclude(list)
	if err := list.Err(); err != nil {
		return err
	}
	due, elsewhere, err := r.due(ctx)
	if err != nil {
		return err
	}
	for _, d := range due {
		delete(seen.fresh, d.ID) // due already, now in a newer version
	}
	r.report.Due, r.report.Elsewhere = uint64(len(due)), uint64(elsewhere)
	for _, h := range seen.fresh {
		if r.scope.has(schema.Due{Header: h}) {
			r.report.Due++
		}
	}
	return nil
}

// preview is a ledger that only remembers what a list would have it note.
type preview struct {
	Ledger
	newHeaders func(ctx context.Context, tenant string, headers []schema.Header) ([]schema.Header, error)

	mu    sync.Mutex
	fresh map[string]schema.Header // by record id
}

// RecordListed writes nothing.
func (p *preview) RecordListed(
	ctx context.Context, tenant string, _ time.Time, headers []schema.Header,
) (int, error) {
	fresh, err := p.newHeaders(ctx, tenant, headers)
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, h := range fresh {
		p.fresh[h.ID] = h
	}
	return len(fresh), err
}
