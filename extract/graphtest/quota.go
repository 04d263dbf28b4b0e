package graphtest

import (
	"sync"
	"time"
)

// Limits of Graph on call records for one application in one tenant ("Microsoft
// Graph service-specific throttling limits", as of 2026-02): requests in a
// window. Refused requests count, too.
const (
	QuotaWindow = 20 * time.Second
	TenantQuota = 1500
	ListQuota   = 40
	RecordQuota = 40 // a record with all its pages

	PhoneWindow   = time.Minute
	PhoneQuota    = 200 // both logs of phone calls
	PhoneLogQuota = 50
)

// quota keeps the windows of a tenant.
type quota struct {
	mu      sync.Mutex
	windows map[string]*window
	swept   time.Time
}

// window holds the times of the latest requests, at most limit of them.
type window struct {
	limit int
	span  time.Duration
	times []time.Time
}

func newQuota() *quota { return &quota{windows: map[string]*window{}} }

// take counts a request in every window that it belongs to. When one is over its
// limit it says how long until a request would pass.
func (q *quota) take(e Endpoint, id string, now time.Time) (wait time.Duration, over bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.sweep(now)
	if e == PstnCalls || e == DirectRoutingCalls {
		wait = max(q.phone("phone", PhoneQuota).take(now), q.phone(string(e), PhoneLogQuota).take(now))
		return wait, wait > 0
	}
	wait = q.window("tenant", TenantQuota).take(now)
	switch e {
	case List:
		wait = max(wait, q.window("list", ListQuota).take(now))
	case Record, Sessions, Participants:
		wait = max(wait, q.window("record "+id, RecordQuota).take(now))
	}
	return wait, wait > 0
}

func (q *quota) window(name string, limit int) *window { return q.of(name, limit, QuotaWindow) }

func (q *quota) phone(name string, limit int) *window { return q.of(name, limit, PhoneWindow) }

func (q *quota) of(name string, limit int, span time.Duration) *window {
	w, ok := q.windows[name]
	if !ok {
		w = &window{limit: limit, span: span}
		q.windows[name] = w
	}
	return w
}

// sweep forgets idle windows, once a window's time.
func (q *quota) sweep(now time.Time) {
	if now.Sub(q.swept) < QuotaWindow {
		return
	}
	q.swept = now
	for name, w := range q.windows {
		if now.Sub(w.times[len(w.times)-1]) >= w.span {
			delete(q.windows, name)
		}
	}
}

// take counts a request and gives the time until the next one would pass, 0 when
// this one passes.
func (w *window) take(now time.Time) time.Duration {
	var wait time.Duration
	if len(w.times) == w.limit {
		wait = max(0, w.times[0].Add(w.span).Sub(now))
		w.times = w.times[1:]
	}
	w.times = append(w.times, now)
	return wait
}
