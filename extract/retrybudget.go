package extract

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	firstWait = 500 * time.Millisecond
	longWait  = 30 * time.Second
	fewTries  = 7 // for the class few
)

// retryBudget is what is left of the budget of one request. It counts time lost to
// failures; waiting for our own quota is not lost.
type retryBudget struct {
	budget time.Duration
	spent  time.Duration
	tries  int
}

// again waits before the next attempt. It returns the error of the failure when
// there is none: it would not help, or the wait is more than what is left.
func (p *retryBudget) again(ctx context.Context, v *failure, took time.Duration) error {
	p.tries++
	wait := max(v.after, backoff(p.tries))
	p.spent += took + wait
	if p.spent > p.limit(v.retry) {
		return v.err
	}
	return sleep(ctx, wait)
}

func (p *retryBudget) limit(h retryClass) time.Duration {
	switch {
	case h == full, h == few && p.tries < fewTries:
		return p.budget
	case h == short:
		return p.budget / 4
	}
	return -1
}

// backoff doubles with every try, half of it by chance.
func backoff(try int) time.Duration {
	wait := min(firstWait<<min(try-1, 10), longWait)
	return wait/2 + rand.N(wait/2)
}
