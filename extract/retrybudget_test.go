package extract

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// TestLongWaitIsNotWaited has a server that asks for decades. Every request ends within
// its budget, and the wait is named.
func TestLongWaitIsNotWaited(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		after  string
		named  string
	}{
		"429 for decades":     {http.StatusTooManyRequests, "1e9", "asked to wait 24h0m0s, of the retry budget"},
		"429 for ten minutes": {http.StatusTooManyRequests, "600", "asked to wait 10m0s, of the retry budget"},
		"503 for decades":     {http.StatusServiceUnavailable, "1e9", "asked to wait 24h0m0s"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client, err := once(t, nil, func(int, *http.Request) (*http.Response, error) {
					return reply(c.status, `{}`, "Retry-After", c.after), nil
				})
				for run := 1; run <= 3; run++ {
					if e := fault(err); e.Fault != schema.FaultBusy || !strings.Contains(e.Error(), c.named) {
						t.Errorf("run %d: got %v, want it busy and %q in it", run, err, c.named)
					}
					began := time.Now()
					var errs []error
					if _, errs = listAll(t.Context(), client, schema.Window{}); len(errs) != 1 {
						t.Fatalf("run %d: got %v, want one error", run, errs)
					}
					err = errs[0]
					if took := time.Since(began); took > client.options.RetryBudget+time.Second {
						t.Errorf("run %d: got it after %v, want at most the budget", run, took)
					}
				}
			})
		})
	}
}

// TestWaitThatAnotherRequestBroughtCountsToo has one record whose window Graph has shut
// while another of its requests was under way.
func TestWaitThatAnotherRequestBroughtCountsToo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGovernor(0.8, 1, slog.New(slog.DiscardHandler))
		g.throttled(list, "", 40*time.Second)
		if shut, err := g.wait(t.Context(), list, "", time.Minute); err != nil || shut != 40*time.Second {
			t.Errorf("got %v, %v, want a wait of 40 s", shut, err)
		}
		g.throttled(list, "", 40*time.Second)
		began := time.Now()
		_, err := g.wait(t.Context(), list, "", 30*time.Second)
		const want = "Graph has asked to wait 40s more, of the retry budget 30s is left"
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("got it after %v, want it at once", took)
		}
	})
}

func TestLongWaitIsSaidInTheLog(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		after  string
		logged bool
	}{
		"a minute and more of 503": {http.StatusServiceUnavailable, "70", true},
		"a few seconds of 503":     {http.StatusServiceUnavailable, "7", false},
		"a minute and more of 429": {http.StatusTooManyRequests, "70", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var log strings.Builder
				_, err := once(t, func(o *Options) {
					o.RetryBudget = 2 * time.Minute
					o.Logger = slog.New(slog.NewTextHandler(&log, nil))
				}, func(n int, _ *http.Request) (*http.Response, error) {
					if n > 1 {
						return reply(http.StatusOK, `{"value":[]}`), nil
					}
					return reply(c.status, `{}`, "Retry-After", c.after), nil
				})
				if err != nil {
					t.Fatal(err)
				}
				if got := strings.Contains(log.String(), "wait=1m10s"); got != c.logged {
					t.Errorf("got log %q, want the wait in it: %v", log.String(), c.logged)
				}
			})
		})
	}
	t.Run("a shut window", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var log strings.Builder
			g := newGovernor(0.8, 1, slog.New(slog.NewTextHandler(&log, nil)))
			g.throttled(list, "", 90*time.Second)
			if _, err := g.wait(t.Context(), list, "", 2*time.Minute); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(log.String(), "kind=list") || !strings.Contains(log.String(), "wait=1m30s") {
				t.Errorf("got log %q, want the wait in it", log.String())
			}
		})
	})
}

// TestRetriesByTheirClass counts the requests and the time until a request is given up.
func TestRetriesByTheirClass(t *testing.T) {
	t.Parallel()
	dial := &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	for name, c := range map[string]struct {
		answer   func() (*http.Response, error)
		requests [2]int64         // least and most
		took     [2]time.Duration // likewise
	}{
		"not reached": {func() (*http.Response, error) { return nil, dial },
			[2]int64{4, 7}, [2]time.Duration{3 * time.Second, 15 * time.Second}},
		"reset": {func() (*http.Response, error) { return nil, syscall.ECONNRESET },
			[2]int64{6, 9}, [2]time.Duration{15 * time.Second, time.Minute}},
		"not JSON": {func() (*http.Response, error) { return reply(http.StatusOK, `{"value":[`), nil },
			[2]int64{fewTries, fewTries}, [2]time.Duration{10 * time.Second, time.Minute}},
		"refused": {func() (*http.Response, error) { return reply(http.StatusBadRequest, `{}`), nil },
			[2]int64{1, 1}, [2]time.Duration{0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				client, err := once(t, nil, func(int, *http.Request) (*http.Response, error) { return c.answer() })
				if err == nil {
					t.Fatal("got no error")
				}
				n, took := client.Stats()[list.Name].Requests, time.Since(began)
				if n < c.requests[0] || n > c.requests[1] {
					t.Errorf("got %d requests, want %v", n, c.requests)
				}
				if took < c.took[0] || took > c.took[1] {
					t.Errorf("got it after %v, want %v", took, c.took)
				}
			})
		})
	}
}

func TestBackoffDoublesUpToItsBound(t *testing.T) {
	t.Parallel()
	want := firstWait
	for try := 1; try <= 20; try++ {
		for range 100 {
			if got := backoff(try); got < want/2 || got >= want {
				t.Errorf("try %d: got %v, want %v to %v", try, got, want/2, want)
			}
		}
		want = min(2*want, maxWait)
	}
}

// TestCancelledDuringA401 has nothing to show but the error of the context.
func TestCancelledDuringA401(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tokens := graphtest.New(graphtest.Options{Records: -1}).Transport()
		ctx, stop := context.WithCancel(t.Context())
		c := inside(t, trips(func(r *http.Request) (*http.Response, error) {
			if !strings.HasPrefix(r.URL.Path, recordsPath) {
				return tokens.RoundTrip(r)
			}
			stop()
			return reply(http.StatusUnauthorized, `{}`), nil
		}), nil)
		got, err := c.get(ctx, request{collection: list, url: c.listURL(""), number: 1, place: c.inFlight.place()})
		if got != nil || err != context.Canceled {
			t.Errorf("got %v, %v, want only %v", got, err, context.Canceled)
		}
	})
}

// TestReaderMayStopEarly breaks off after each page.
func TestReaderMayStopEarly(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 130, LargeSessions: 130})
	c := serve(t, tenant, nil)
	t.Run("the list", func(t *testing.T) {
		t.Parallel()
		for range c.List(t.Context(), lately()) {
			break
		}
	})
	t.Run("the list at a bad row", func(t *testing.T) {
		t.Parallel()
		bad := scripted(t, map[string]string{"": `{"value":[{"version":1},{"version":1}]}`})
		n := 0
		for range bad.List(t.Context(), schema.Window{}) {
			if n++; n == 2 {
				break
			}
		}
	})
	for stop := 1; stop <= 4; stop++ {
		t.Run("a record", func(t *testing.T) {
			t.Parallel()
			n := 0
			for range c.Fetch(t.Context(), schema.Header{ID: largest(tenant)}) {
				if n++; n == stop {
					break
				}
			}
		})
	}
}
