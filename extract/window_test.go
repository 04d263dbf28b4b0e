package extract

import (
	"fmt"
	"testing"
	"time"
)

// busyWindow asks as often as it may for some time and gives when it did.
func busyWindow(w *window, from time.Time, length time.Duration) (sent []time.Time) {
	for now := from; now.Sub(from) < length; {
		if delay := w.delay(now); delay > 0 {
			now = now.Add(delay)
			continue
		}
		w.take(now)
		sent = append(sent, now)
	}
	return sent
}

// mostIn is the largest number of times in any span.
func mostIn(times []time.Time, span time.Duration) int {
	most, from := 0, 0
	for to := range times {
		for times[to].Sub(times[from]) >= span {
			from++
		}
		most = max(most, to-from+1)
	}
	return most
}

func TestWindowKeepsToItsShareInEverySpanAndUsesIt(t *testing.T) {
	t.Parallel()
	limits := []Limit{recordsLimit, listLimit, {"few", 3, 20 * time.Second}, {"another span", 50, time.Minute}}
	for _, limit := range limits {
		for _, share := range []float64{1, 0.8, 0.1} {
			t.Run(fmt.Sprintf("%s, share %v", limit.Name, share), func(t *testing.T) {
				t.Parallel()
				w := newWindow(limit, share)
				sent := busyWindow(w, time.Unix(0, 0), 20*limit.Span)
				if got := mostIn(sent, limit.Span); got > w.most {
					t.Errorf("got %d requests in one span, want at most %d", got, w.most)
				}
				if want := 20 * w.most * 9 / 10; len(sent) < want {
					t.Errorf("got %d requests in 20 spans, want at least %d", len(sent), want)
				}
			})
		}
	}
}

func TestWindowPacesWhatComesAfterTheFirstEighth(t *testing.T) {
	t.Parallel()
	sent := busyWindow(newWindow(recordsLimit, 0.8), time.Unix(0, 0), recordsLimit.Span)
	if got := mostIn(sent, time.Second); got > 1200/8+1200/20+1 {
		t.Errorf("got %d in one second, want the first eighth and the pace", got)
	}
}

func TestWindowSlowsDownOnceASpanAndRecovers(t *testing.T) {
	t.Parallel()
	start := time.Unix(0, 0)
	w := newWindow(Limit{"test", 1000, 20 * time.Second}, 1)
	w.slow(start)
	w.slow(start.Add(time.Second))
	if w.speed >= 0.75 || w.speed < slowdown {
		t.Errorf("got speed %v after two refusals in one second, want one slowdown", w.speed)
	}
	w.recover(start.Add(10 * w.span))
	if w.speed != 1 {
		t.Errorf("got speed %v long after, want 1", w.speed)
	}
}

func TestWindowDoesNotRecoverWhileItIsClosed(t *testing.T) {
	t.Parallel()
	start := time.Unix(0, 0)
	w := newWindow(Limit{"test", 1000, 20 * time.Second}, 1)
	w.slow(start)
	w.close(start, time.Hour)
	if got := w.delay(start); got != time.Hour {
		t.Errorf("got delay %v, want %v", got, time.Hour)
	}
	if w.delay(start.Add(time.Hour)); w.speed != slowdown {
		t.Errorf("got speed %v, want %v", w.speed, slowdown)
	}
}
