package extract

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// governor keeps the requests of a tenant within all limits at once, with a window
// for each. A large meeting waits for the window of its record only: while it does,
// it takes nothing from the tenant's.
type governor struct {
	share  float64 // of the limits
	shards int     // clients that have it together
	log    *slog.Logger

	mu      sync.Mutex
	windows map[windowKey]*window
	swept   time.Time
}

// windowKey says which requests count together.
type windowKey struct {
	limit  Limit
	record string // "" when the limit is not about one record
}

func newGovernor(share float64, shards int, log *slog.Logger) *governor {
	return &governor{share: share, shards: shards, log: log, windows: map[windowKey]*window{}}
}

// shutError says that Graph has asked for a longer wait than a request can afford.
type shutError struct{ wait, left time.Duration }

func (e *shutError) Error() string {
	return fmt.Sprintf("Graph has asked to wait %v more, of the retry budget %v is left",
		e.wait.Round(time.Second), e.left.Round(time.Second))
}

// wait returns when a request may go, and has counted it. record is "" unless the
// request is about one. It tells how long Graph's Retry-After has kept the request, and
// gives up with a *shutError where that would be longer than left.
//
// Requests wait for the shared limit in a line, in which the first one alone looks at the
// clock: if all did, 60 would wake for each that may go. One that waits for its own limit, or
// as Graph asks, does so outside of the line.
func (g *governor) wait(
	ctx context.Context, c Collection, record string, left time.Duration,
) (shut time.Duration, err error) {
	line, first := g.lineOf(c), false
	leave := func() {
		if first {
			<-line
			first = false
		}
	}
	defer leave()
	for {
		if err := ctx.Err(); err != nil {
			return shut, err
		}
		delay, closed := g.own(c, record)
		switch {
		case delay > 0:
			leave()
		case first:
			if delay, closed = g.take(c, record); delay == 0 {
				return shut, nil
			}
		default:
			select {
			case line <- struct{}{}:
				first = true
			case <-ctx.Done():
			}
			continue
		}
		if shut+closed > left {
			return shut, &shutError{closed, left - shut}
		}
		shut += closed
		if delay >= longWait {
			g.log.WarnContext(ctx, "waiting as Graph asks", "kind", c.Name, "record", record, "wait", delay)
		}
		if err := sleep(ctx, delay); err != nil {
			return shut, err
		}
	}
}

// lineOf is the line of the requests that wait for a shared limit: it has room for the first.
func (g *governor) lineOf(c Collection) chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.window(windowKey{limit: c.Shared}).line
}

// own says how long a request has to wait outside of the line: for its own limit, or because
// Graph has asked for it.
func (g *governor) own(c Collection, record string) (delay, closed time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	own, shared := g.pair(c, record, now)
	closed = closedFor(own, shared, now)
	if own != shared {
		delay = own.delay(now)
	}
	return max(delay, closed), closed
}

// take counts a request in all its windows, or says how long it has to wait, and how
// much of that is because Graph has asked for it.
func (g *governor) take(c Collection, record string) (delay, closed time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	own, shared := g.pair(c, record, now)
	if delay = max(own.delay(now), shared.delay(now)); delay > 0 {
		return delay, closedFor(own, shared, now)
	}
	own.take(now)
	if shared != own {
		shared.take(now)
	}
	return 0, 0
}

// closedFor is how long one of two windows stays closed, as Graph has asked.
func closedFor(own, shared *window, now time.Time) time.Duration {
	return max(0, later(own.closed, shared.closed).Sub(now))
}

// accepted notes an answer that is not 429.
func (g *governor) accepted(c Collection) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.window(windowKey{limit: c.Shared}).refused *= 0.8
}

// throttled notes a 429 and what its Retry-After asks for. Graph does not say which
// limit it was, so that is guessed.
func (g *governor) throttled(c Collection, record string, wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	own, shared := g.pair(c, record, now)
	// The narrower limit is the likelier one, and no one else waits for it.
	own.close(now, wait)
	own.slow(now)
	shared.refused = shared.refused*0.8 + 0.2
	// A window that is less than half used was not the reason, so the shared one may be.
	if 2*own.used(now) < own.most {
		shared.slow(now)
	}
	// When most of the latest answers are refusals, all requests of the service wait.
	if shared.refused > 0.5 {
		shared.close(now, wait)
	}
}

// pair gives the two windows that a request counts in.
func (g *governor) pair(c Collection, record string, now time.Time) (own, shared *window) {
	g.sweep(now)
	return g.window(windowKey{c.Limit, record}), g.window(windowKey{limit: c.Shared})
}

func (g *governor) window(key windowKey) *window {
	w, ok := g.windows[key]
	if !ok {
		share := g.share
		if key.record == "" { // a record is read by one shard only
			share /= float64(g.shards)
		}
		w = newWindow(key.limit, share)
		g.windows[key] = w
	}
	return w
}

// sweep forgets the records whose window is idle, now and then. The other windows
// are few, and what they have learned of the true limit must stay.
func (g *governor) sweep(now time.Time) {
	const every = 20 * time.Second
	if now.Sub(g.swept) < every {
		return
	}
	g.swept = now
	for key, w := range g.windows {
		if key.record != "" && w.idle(now) {
			delete(g.windows, key)
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
