package extract

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// enforcer is a Graph without content that keeps limits of its own: requests in any
// 20 s, refused ones counted.
type enforcer struct {
	tenant http.RoundTripper // for tokens
	limits map[string]int    // "tenant", "list", "record"

	mu      sync.Mutex
	seen    map[string][]time.Time
	good    int
	refused int
}

func newEnforcer(tenant, list, record int) *enforcer {
	return &enforcer{
		tenant: graphtest.New(graphtest.Options{Records: -1}).Transport(),
		limits: map[string]int{"tenant": tenant, "list": list, "record": record},
		seen:   map[string][]time.Time{},
	}
}

func (e *enforcer) RoundTrip(r *http.Request) (*http.Response, error) {
	id, graph := strings.CutPrefix(r.URL.Path, recordsPath)
	if !graph {
		return e.tenant.RoundTrip(r)
	}
	time.Sleep(20*time.Millisecond + rand.N(120*time.Millisecond))
	own := "list"
	if id != "" {
		own = "record"
	}
	if !e.take("tenant", "tenant") || !e.take(own+id, own) {
		return reply(http.StatusTooManyRequests, `{}`, "Retry-After", "4.5"), nil
	}
	e.mu.Lock()
	e.good++
	e.mu.Unlock()
	return reply(http.StatusOK, e.body(r, id)), nil
}

// body has as many pages of sessions as the id says.
func (e *enforcer) body(r *http.Request, id string) string {
	var n, at int
	_, _ = fmt.Sscanf(id, "/%d-", &n)
	_, _ = fmt.Sscanf(r.URL.Query().Get("at"), "%d", &at)
	next := ""
	if at+1 < n {
		next = fmt.Sprintf(`"sessions@odata.nextLink":"https://graph.test%s%s?at=%d","@odata.nextLink":"https://graph.test%[1]s%[2]s?at=%[3]d",`, recordsPath, id, at+1)
	}
	row := fmt.Sprintf(`[{"id":"%d","segments":[]}]`, at)
	return `{"version":1,` + next + `"value":` + row + `,"sessions":` + row + `}`
}

// take counts a request and says whether it is within the limit.
func (e *enforcer) take(window, limit string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := time.Now()
	times := append(e.seen[window], now)
	for now.Sub(times[0]) >= 20*time.Second {
		times = times[1:]
	}
	e.seen[window] = times
	if len(times) > e.limits[limit] {
		e.refused++
		return false
	}
	return true
}

func reply(status int, body string, headers ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1}
}

// export fetches records in workers until the time is over.
func export(ctx context.Context, c *Client, workers int, length time.Duration) {
	ctx, stop := context.WithTimeout(ctx, length)
	defer stop()
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				_, _ = fetchAll(ctx, c, fmt.Sprintf("1-%d-%d", w, i))
			}
		})
	}
	all.Wait()
}

func TestSteadyExportUsesItsShareOfTheQuota(t *testing.T) {
	t.Parallel()
	const spans = 5
	for _, share := range []float64{0.8, 1} {
		t.Run(fmt.Sprint(share), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				e := newEnforcer(recordsLimit.Requests, listLimit.Requests, recordLimit.Requests)
				c := inside(t, e, func(o *Options) { o.QuotaShare = share })
				export(t.Context(), c, 16, spans*recordsLimit.Span)
				granted := share * float64(recordsLimit.Requests) * spans
				used, refused := float64(e.good)/granted, float64(e.refused)/float64(e.good+e.refused)
				t.Logf("used %.1f %% of the share, %.2f %% refused", 100*used, 100*refused)
				if used < 0.9 {
					t.Errorf("got %.3f of the share used, want at least 0.9", used)
				}
				if refused >= 0.01 {
					t.Errorf("got %.4f refused, want less than 0.01", refused)
				}
			})
		})
	}
}

func TestLowerLimitThanPublishedIsFound(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := newEnforcer(600, listLimit.Requests, recordLimit.Requests)
		c := inside(t, e, nil)
		const spans = 15
		export(t.Context(), c, 16, spans*recordsLimit.Span)
		used, refused := float64(e.good)/(600*spans), float64(e.refused)/float64(e.good+e.refused)
		t.Logf("used %.1f %% of the true limit, %.2f %% refused", 100*used, 100*refused)
		if used < 0.6 {
			t.Errorf("got %.3f of the true limit used, want at least 0.6", used)
		}
		if refused > 0.05 {
			t.Errorf("got %.4f refused, want at most 0.05", refused)
		}
	})
}

func TestLargeMeetingWaitsForItselfOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := newEnforcer(recordsLimit.Requests, listLimit.Requests, recordLimit.Requests)
		c := inside(t, e, func(o *Options) { o.Participants = false })
		began := time.Now()
		var large time.Duration
		var all sync.WaitGroup
		all.Go(func() {
			if pages, err := fetchAll(t.Context(), c, "100-large"); err != nil || len(pages) != 100 {
				t.Errorf("%d pages, %v", len(pages), err)
			}
			large = time.Since(began)
		})
		for i := range 500 {
			if _, err := fetchAll(t.Context(), c, fmt.Sprintf("1-%d", i)); err != nil {
				t.Error(err)
			}
		}
		small := time.Since(began)
		all.Wait()
		if small > 45*time.Second {
			t.Errorf("got 500 records beside it in %v, want at most 45 s", small)
		}
		if e.refused > 0 {
			t.Errorf("got %d refused, want none", e.refused)
		}
		if large < 50*time.Second || large > 75*time.Second {
			t.Errorf("got 101 requests in %v, want 50 s to 75 s", large)
		}
	})
}

func TestListKeepsToItsOwnLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := newEnforcer(recordsLimit.Requests, listLimit.Requests, recordLimit.Requests)
		c := inside(t, e, nil)
		began := time.Now()
		for range 160 {
			if _, errs := listAll(t.Context(), c, schema.Window{}); len(errs) != 1 { // the row is none
				t.Fatal(errs)
			}
		}
		if e.refused > 0 {
			t.Errorf("got %d refused, want none", e.refused)
		}
		if took := time.Since(began); took > 110*time.Second {
			t.Errorf("got 160 pages in %v, want at most 110 s", took)
		}
	})
}

func TestWaitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGovernor(0.8, 1, slog.New(slog.DiscardHandler))
		g.window(windowKey{limit: list.Limit}).close(time.Now(), time.Hour)
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		began := time.Now()
		if _, err := g.wait(ctx, list, "", 2*time.Hour); err != context.DeadlineExceeded {
			t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
		}
		if took := time.Since(began); took != time.Minute {
			t.Errorf("got it after %v, want 1 min", took)
		}
	})
}

func TestRequestsGoInTheOrderInWhichTheyCame(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGovernor(0.8, 1, slog.New(slog.DiscardHandler))
		for {
			if d, _ := g.take(record, "before"); d > 0 {
				break // of all limits: the next one waits
			}
		}
		free := time.Duration(0) // until the next one may go
		for free == 0 {
			free, _ = g.take(record, fmt.Sprint(rand.Int()))
		}
		var mu sync.Mutex
		var went []string
		start := func(id string, after time.Duration) {
			go func() {
				time.Sleep(after)
				if _, err := g.wait(t.Context(), record, id, time.Minute); err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				went = append(went, id)
			}()
			synctest.Wait()
		}
		start("late", free) // just when one may go
		start("before", 0)  // its own limit keeps it longer, and it keeps nobody
		for _, id := range []string{"a", "b", "c", "d"} {
			start(id, 0)
		}
		stopped, stop := context.WithCancel(t.Context())
		stop()
		if _, err := g.wait(stopped, record, "e", time.Minute); err != context.Canceled {
			t.Errorf("got %v, want %v", err, context.Canceled)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if want := []string{"a", "b", "c", "d", "late", "before"}; !slices.Equal(went, want) {
			t.Errorf("got %v, want %v", went, want)
		}
	})
}

func TestIdleRecordsAreForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGovernor(0.8, 1, slog.New(slog.DiscardHandler))
		for i := range 1000 {
			if _, err := g.wait(t.Context(), record, fmt.Sprint(i), time.Minute); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(3 * recordLimit.Span)
		_, _ = g.wait(t.Context(), record, "last", time.Minute)
		want := map[windowKey]bool{{limit: recordsLimit}: true, {recordLimit, "last"}: true}
		for key := range g.windows {
			if !want[key] {
				t.Errorf("got a window of %+v, want it forgotten", key)
			}
		}
		if len(g.windows) != len(want) {
			t.Errorf("got %d windows, want %d", len(g.windows), len(want))
		}
	})
}

func TestThrottledRecordDoesNotStopTheTenant(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGovernor(0.8, 1, slog.New(slog.DiscardHandler))
		_, _ = g.wait(t.Context(), record, "a", time.Minute)
		g.throttled(record, "a", 10*time.Second)
		if d, _ := g.take(record, "b"); d != 0 {
			t.Errorf("got a wait of %v for another record, want none", d)
		}
		if d, _ := g.take(record, "a"); d != 10*time.Second {
			t.Errorf("got a wait of %v for the record, want 10 s", d)
		}
		for range 4 {
			g.throttled(record, "c", 10*time.Second)
		}
		if d, _ := g.take(record, "d"); d != 10*time.Second {
			t.Errorf("got a wait of %v for another record when nearly all are refused, want 10 s", d)
		}
	})
}

func TestShardsHaveTheQuotaTogetherAndARecordsLimitEach(t *testing.T) {
	t.Parallel()
	g := newGovernor(0.8, 4, slog.New(slog.DiscardHandler))
	for _, c := range []struct {
		name string
		key  windowKey
		want int
	}{
		{"the tenant's", windowKey{limit: recordsLimit}, 300},
		{"the list's", windowKey{limit: listLimit}, 8},
		{"a record's", windowKey{recordLimit, "a"}, 32},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := g.window(c.key).most; got != c.want {
				t.Errorf("got %d requests in its span, want %d", got, c.want)
			}
		})
	}
}
