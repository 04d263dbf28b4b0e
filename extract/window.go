package extract

import "time"

// A window slows down to slowdown of its speed after a 429, at most once per
// span, because that is how long the server remembers what we sent before. Every span
// without one gives recovery back. Under a steady trickle of 429s that settles at
// two thirds of the share.
const (
	slowdown = 0.7
	recovery = 0.2
	slowest  = 0.05
)

// window is one of Graph's limits, as we use it: at most a number of requests in
// any span, paced, so that they do not arrive in one burst. The zero time is "never".
//
// It is not golang.org/x/time/rate, because a token bucket of rate and burst lets
// burst more than the limit through in one span, and Graph counts a refused request
// against the limit, too. A bucket also knows neither Retry-After nor a limit that is
// lower than published and has to be found.
type window struct {
	span  time.Duration
	most  int     // requests in a span at full speed
	speed float64 // share of most that we use now

	sent   []time.Time // the latest requests, a ring of up to most
	oldest int         // index in sent of the oldest, when sent is full
	due    time.Time   // when the next request is due at an even pace

	closed time.Time // no request before, as Retry-After says
	slowed time.Time // latest slowdown
	grown  time.Time // until when recovery is counted

	refused float64 // share of 429 in the latest answers, a moving average

	line chan struct{} // who waits for it and is first has put something in; see governor.wait
}

// newWindow makes the window of a share of a limit. The span is 2 % longer than
// Graph's: requests do not travel all at the same speed.
func newWindow(l Limit, share float64) *window {
	return &window{
		span: l.Span + l.Span/50, most: max(1, int(float64(l.Requests)*share+1e-9)), speed: 1,
		line: make(chan struct{}, 1),
	}
}

// delay is how long a request has to wait at the time now, 0 when it may go.
func (w *window) delay(now time.Time) time.Duration {
	w.recover(now)
	allowed := w.allowed()
	free := w.closed
	if n := len(w.sent); n >= allowed {
		free = later(free, w.sent[(w.oldest+n-allowed)%n].Add(w.span))
	}
	// An eighth may go at once, so that a short record does not wait at all.
	early := time.Duration(allowed/8) * w.pace()
	free = later(free, w.due.Add(-early))
	return max(0, free.Sub(now))
}

// take counts a request that goes now.
func (w *window) take(now time.Time) {
	w.due = later(w.due, now).Add(w.pace())
	if len(w.sent) < w.most {
		w.sent = append(w.sent, now)
		return
	}
	w.sent[w.oldest] = now
	w.oldest = (w.oldest + 1) % len(w.sent)
}

// used is the number of requests in the span before now.
func (w *window) used(now time.Time) int {
	n := 0
	for _, at := range w.sent {
		if now.Sub(at) < w.span {
			n++
		}
	}
	return n
}

// close lets nothing pass for some time.
func (w *window) close(now time.Time, wait time.Duration) {
	w.closed = later(w.closed, now.Add(wait))
}

// slow is what a 429 does to the speed.
func (w *window) slow(now time.Time) {
	if !w.slowed.IsZero() && now.Sub(w.slowed) < w.span {
		return
	}
	w.recover(now)
	w.slowed, w.grown = now, now
	w.speed = max(slowest, w.speed*slowdown)
}

// recover gives speed back for the time that was open.
func (w *window) recover(now time.Time) {
	from := later(w.grown, w.closed)
	if w.speed < 1 && now.After(from) {
		w.speed = min(1, w.speed+recovery*now.Sub(from).Seconds()/w.span.Seconds())
		w.grown = now
	}
}

func (w *window) idle(now time.Time) bool {
	return w.delay(now) == 0 && w.used(now) == 0
}

func (w *window) allowed() int { return max(1, int(float64(w.most)*w.speed)) }

func (w *window) pace() time.Duration { return w.span / time.Duration(w.allowed()) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
