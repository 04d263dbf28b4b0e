package extract

import (
	"context"
	"sync"
	"time"
)

// Limits for one application in one tenant ("Microsoft Graph service-specific
// throttling limits", call records, 2026-02), requests a span. Graph counts refused
// ones, too.
const (
	limitSpan   = 20 * time.Second
	tenantLimit = 1500
	listLimit   = 40
	recordLimit = 40 // one record with all its pages
)

// governor keeps the requests of a tenant within all limits at once. A large meeting
// waits for its own window only: while it does, it holds no place in the tenant's.
type governor struct {
	share float64

	mu      sync.Mutex
	tenant  *window
	list    *window
	records map[string]*window // of the latest span, by record id
	swept   time.Time
	refused float64 // share of 429 in the latest answers, a moving average
}

// scope is what a request counts against besides the tenant: one record, or the
// list when it is "".
type scope string

func newGovernor(share float64) *governor {
	return &governor{
		share:   share,
		tenant:  newWindow(tenantLimit, share, limitSpan),
		list:    newWindow(listLimit, share, limitSpan),
		records: map[string]*window{},
	}
}

// wait returns when a request may go, and has counted it.
func (g *governor) wait(ctx context.Context, s scope) error {
	for {
		if err := ctx.Err(); err != nil {
			return ctx.Err()
		}
		delay := g.take(s)
		if delay == 0 {
			return nil
		}
		if err := sleep(ctx, delay); err != nil {
			return err
		}
	}
}

// take counts a request in all its windows, or says how long one of them is shut.
func (g *governor) take(s scope) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	own := g.window(s, now)
	if delay := max(own.delay(now), g.tenant.delay(now)); delay > 0 {
		return delay
	}
	own.take(now)
	g.tenant.take(now)
	return 0
}

// accepted notes an answer that is not 429.
func (g *governor) accepted() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refused *= 0.8
}

// throttled notes a 429 and what its Retry-After asks for. Graph does not say which
// limit it was. The request's own scope waits and slows down in any case. When that
// has not used half of its share, the tenant slows down, too; and it waits when most
// of the latest answers are refusals.
func (g *governor) throttled(s scope, wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	own := g.window(s, now)
	own.close(now, wait)
	own.slow(now)
	g.refused = g.refused*0.8 + 0.2
	if 2*own.used(now) < own.most {
		g.tenant.slow(now)
	}
	if g.refused > 0.5 {
		g.tenant.close(now, wait)
	}
}

func (g *governor) window(s scope, now time.Time) *window {
	if s == "" {
		return g.list
	}
	g.sweep(now)
	w, ok := g.records[string(s)]
	if !ok {
		w = newWindow(recordLimit, g.share, limitSpan)
		g.records[string(s)] = w
	}
	return w
}

// sweep forgets the records of earlier spans.
func (g *governor) sweep(now time.Time) {
	if now.Sub(g.swept) < limitSpan {
		return
	}
	g.swept = now
	for id, w := range g.records {
		if w.idle(now) {
			delete(g.records, id)
		}
	}
}

// sleep waits, or returns early with the error of the context.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
