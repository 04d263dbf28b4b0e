package extract

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	firstWait = 500 * time.Millisecond
	maxWait   = 30 * time.Second
	fewTries  = 7 // of the class few
)

// retryBudget is the time that one page may lose to failures, and what it has lost.
// Waiting for our own quota is not lost.
type retryBudget struct {
	total time.Duration
	spent time.Duration
	tries int
}

// again waits before the next attempt. It returns the error of the failure when there
// is none: it would not help, or the wait is more than what is left.
func (b *retryBudget) again(ctx context.Context, f *failure, took time.Duration) error {
	b.tries++
	limit := time.Duration(-1)
	switch {
	case f.retry == full, f.retry == few && b.tries < fewTries:
		limit = b.total
	case f.retry == short:
		limit = b.total / 4
	}
	wait := max(f.after, backoff(b.tries))
	b.spent += took + wait
	if b.spent > limit {
		return f.err
	}
	return sleep(ctx, wait)
}

// backoff doubles with every try. Half of it is random, so that requests that failed
// together do not come back together.
func backoff(try int) time.Duration {
	wait := min(firstWait<<min(try-1, 10), maxWait)
	return wait/2 + rand.N(wait/2)
}
