package pipeline

import (
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"callrecords/schema"
)

const (
	// claimChunk is how many records are claimed at once. Few, so that two runs share
	// also a small rest, and one that is killed keeps little from the others; and many
	// beside the two statements that a chunk costs.
	claimChunk = 128

	// lookAgain is how often a run that has nothing else to do looks at what others have
	// claimed.
	lookAgain = 10 * time.Second
)

// claims are what a run takes for itself of the records that are due, so that runs at
// the same time share the work. Nothing but requests is saved by them: where they fail,
// or age out too early, a record is fetched twice.
type claims struct {
	opts *RunOptions
	run  string

	mu       sync.Mutex
	underWay map[string]bool // claimed, and not fetched to its end
}

func newClaims(o *RunOptions, run string) *claims {
	return &claims{opts: o, run: run, underWay: map[string]bool{}}
}

// take yields those of the due records that no other run has. They are claimed in
// chunks, each just before it is fetched.
func (c *claims) take(ctx context.Context, due []schema.Due) iter.Seq[schema.Due] {
	if c.opts.Claims == nil {
		return slices.Values(due)
	}
	return func(yield func(schema.Due) bool) {
		for chunk := range slices.Chunk(due, claimChunk) {
			for _, d := range c.claim(ctx, chunk) {
				if !yield(d) {
					return
				}
			}
		}
	}
}

// claim claims some records and returns those that it got. What is still under way is
// claimed again, so that a large record does not age out while the run goes on.
func (c *claims) claim(ctx context.Context, chunk []schema.Due) (mine []schema.Due) {
	c.mu.Lock()
	ids := slices.Collect(maps.Keys(c.underWay))
	c.mu.Unlock()
	for _, d := range chunk {
		ids = append(ids, d.ID)
	}
	has, err := c.opts.Claims.Claim(ctx, c.opts.Tenant, c.run, c.opts.ClaimAge, ids)
	if err != nil && ctx.Err() == nil {
		c.opts.Logger.WarnContext(ctx, "records are fetched without a claim: another run may fetch them, too",
			"tenant", c.opts.Tenant, "run", c.run, "records", len(chunk), "error", err)
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

// done says that a record was fetched to its end, whatever became of it.
func (c *claims) done(d schema.Due) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.underWay, d.ID)
}

// wait waits before the run looks again at what others have.
func (c *claims) wait(ctx context.Context) {
	timer := time.NewTimer(min(lookAgain, c.opts.ClaimAge/5))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
