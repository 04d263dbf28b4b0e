package extract

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"
)

const (
	firstWait = 500 * time.Millisecond
	maxWait   = 30 * time.Second
	fewTries  = 7 // of the class few

	// longWait is what is said in the log: nobody should wonder why nothing happens.
	longWait = time.Minute
)

// retryBudget is the time that one page may lose to failures, and what it has lost.
// Waiting for our own quota is not lost, waiting because a server asks for it is.
type retryBudget struct {
	total time.Duration
	spent time.Duration
	tries int
	log   *slog.Logger
}

// left is the time that may still be lost.
func (b *retryBudget) left() time.Duration { return max(0, b.total-b.spent) }

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
	b.spent += took
	wait := max(f.after, backoff(b.tries))
	left := max(0, limit-b.spent)
	b.spent += wait
	if b.spent <= limit {
		if wait >= longWait {
			b.log.WarnContext(ctx, "waiting as the server asks", "wait", wait, "error", f.err)
		}
		return sleep(ctx, wait)
	}
	if f.after > left {
		f.err.Err = fmt.Errorf("%w: asked to wait %v, of the retry budget %v is left",
			f.err.Err, f.after, left.Round(time.Second))
	}
	return f.err
}

// backoff doubles with every try. Half of it is random, so that requests that failed
// together do not come back together.
func backoff(try int) time.Duration {
	wait := min(firstWait<<min(try-1, 10), maxWait)
	return wait/2 + rand.N(wait/2)
}
