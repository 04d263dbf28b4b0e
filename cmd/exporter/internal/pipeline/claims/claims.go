// Package claims shares the records that are due between runs at the same time.
package claims

import (
	"context"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"callrecords/schema"
)

const (
	// Chunk is how many records are claimed at once. Few, so that two runs share
	// also a small rest, and one that is killed keeps little from the others; and many
	// beside the two statements that a chunk costs.
	Chunk = 128

	// LookAgain is how often a run that has nothing else to do looks at what others have
	// claimed.
	LookAgain = 10 * time.Second
)

// Store is where runs claim records. A claim is no lock: a record may be had by two
// runs, or for a while by none.
type Store interface {
	// Claim claims some of a tenant's records for a run, and returns the versions that
	// it has now, by record id. What it has already it has for the whole age again. Not
	// claimed is what another run has, or is not due any more. Another run's claim ends
	// with that run, or when it has reached the age.
	Claim(
		ctx context.Context, tenant, runID string, age time.Duration, ids []string,
	) (map[string]uint64, error)
}

// Options say who claims what.
type Options struct {
	Store       Store // nil: there can be no other run
	Tenant, Run string
	Age         time.Duration // how long a claim is good
	Logger      *slog.Logger
}

// Claims are what a run takes for itself of the records that are due, so that runs at
// the same time share the work. Nothing but requests is saved by them: where they fail,
// or age out too early, a record is fetched twice.
type Claims struct {
	opts Options

	mu       sync.Mutex
	underWay map[string]bool // claimed, and not fetched to its end
}

// New makes the claims of a run that has none yet.
func New(o Options) *Claims { return &Claims{opts: o, underWay: map[string]bool{}} }

// Take yields those of the due records that no other run has. They are claimed in
// chunks, each just before it is fetched.
func (c *Claims) Take(ctx context.Context, due []schema.Due) iter.Seq[schema.Due] {
	if c.opts.Store == nil {
		return slices.Values(due)
	}
	return func(yield func(schema.Due) bool) {
		for chunk := range slices.Chunk(due, Chunk) {
			for _, d := range c.claim(ctx, chunk) {
				if !yield(d) {
					return
				}
			}
		}
	}
}

// Announce yields all due records, and claims them on the way, so that other runs leave
// them alone; also those that another run has: who asks for them waits for nobody.
func (c *Claims) Announce(ctx context.Context, due []schema.Due) iter.Seq[schema.Due] {
	if c.opts.Store == nil {
		return slices.Values(due)
	}
	return func(yield func(schema.Due) bool) {
		for chunk := range slices.Chunk(due, Chunk) {
			c.claim(ctx, chunk)
			for _, d := range chunk {
				if !yield(d) {
					return
				}
			}
		}
	}
}

// claim claims some records and returns those that it got. What is still under way is
// claimed again, so that a large record does not age out while the run goes on.
func (c *Claims) claim(ctx context.Context, chunk []schema.Due) (mine []schema.Due) {
	c.mu.Lock()
	ids := slices.Collect(maps.Keys(c.underWay))
	c.mu.Unlock()
	for _, d := range chunk {
		ids = append(ids, d.ID)
	}
	has, err := c.opts.Store.Claim(ctx, c.opts.Tenant, c.opts.Run, c.opts.Age, ids)
	if err != nil && ctx.Err() == nil {
		c.opts.Logger.WarnContext(ctx, "records are fetched without a claim: another run may fetch them, too",
			"tenant", c.opts.Tenant, "run", c.opts.Run, "records", len(chunk), "error", err)
		return chunk
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, d := range chunk {
		if version, ok := has[d.ID]; ok && version >= d.Version {
			mine, c.underWay[d.ID] = append(mine, d), true
		}
	}
	return mine
}

// Done says that a record was fetched to its end, whatever became of it.
func (c *Claims) Done(d schema.Due) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.underWay, d.ID)
}

// Wait waits before the run looks again at what others have.
func (c *Claims) Wait(ctx context.Context) {
	timer := time.NewTimer(min(LookAgain, c.opts.Age/5))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
