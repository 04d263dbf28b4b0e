package extract

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// usageReport is a collection that call records know nothing of, with a span of its own.
var usageReport = Collection{
	Name: "usage", Page: "usage", PageSize: 2, MaxPages: 1000,
	Limit:    Limit{"usage reports", 50, time.Minute},
	Shared:   Limit{"usage reports", 50, time.Minute},
	NotFound: schema.FaultRefused, Role: "Usage.Read.All",
}

const usagePath = "/v1.0/usage"

// usage gives a client of a Graph that has, below usagePath, what answer says; call
// records and tokens come from a tenant. n is the page asked for, from 0.
func usage(t *testing.T, share float64, answer func(n int, r *http.Request) *http.Response) *Client {
	t.Helper()
	tenant := graphtest.New(graphtest.Options{Records: 3}).Transport()
	return inside(t, trips(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path != usagePath {
			return tenant.RoundTrip(r)
		}
		n := 0
		_, _ = fmt.Sscanf(r.URL.Query().Get("at"), "%d", &n)
		return answer(n, r), nil
	}), func(o *Options) { o.QuotaShare = share })
}

// usagePage is page n of some; its link leads to the next one.
func usagePage(n, pages int) *http.Response {
	next := ""
	if n+1 < pages {
		next = fmt.Sprintf(`"@odata.nextLink":"https://graph.test%s?at=%d",`, usagePath, n+1)
	}
	return reply(http.StatusOK, fmt.Sprintf(`{%s"value":[{"id":"%d"}]}`, next, n))
}

func usageAll(ctx context.Context, c *Client, of Collection) (pages []schema.Page, err error) {
	for page, err := range c.Pages(ctx, of, usagePath+"?at=0") {
		if err != nil {
			return pages, err
		}
		pages = append(pages, page)
	}
	return pages, nil
}

func TestPagesOfAnotherFamilyComeWholeAndInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		failed := map[int]bool{}
		c := usage(t, 1, func(n int, _ *http.Request) *http.Response {
			if n%3 == 1 && !failed[n] { // the token is refused, the service is busy
				failed[n] = true
				status := map[bool]int{true: http.StatusUnauthorized, false: http.StatusServiceUnavailable}[n == 1]
				return reply(status, `{}`)
			}
			return usagePage(n, 10)
		})
		pages, err := usageAll(t.Context(), c, usageReport)
		if err != nil {
			t.Fatal(err)
		}
		if len(pages) != 10 {
			t.Fatalf("got %d pages, want 10", len(pages))
		}
		for i, page := range pages {
			if want := fmt.Sprintf("https://graph.test%s?at=%d", usagePath, i); page.URL != want {
				t.Errorf("page %d: got URL %s, want %s", i, page.URL, want)
			}
			if want := fmt.Sprintf(`"value":[{"id":"%d"}]`, i); !strings.Contains(string(page.Body), want) {
				t.Errorf("page %d: got %s, want %s in it", i, page.Body, want)
			}
			if page.Kind != usageReport.Page {
				t.Errorf("page %d: got kind %q, want %q", i, page.Kind, usageReport.Page)
			}
		}
		got := c.Stats()[usageReport.Name]
		if got.Requests != 13 {
			t.Errorf("got %d requests, want 13", got.Requests)
		}
		if got.Retried != 3 {
			t.Errorf("got %d retried, want 3", got.Retried)
		}
	})
}

func TestPagesKeepToALimitOfTheirOwnSpan(t *testing.T) {
	t.Parallel()
	for _, share := range []float64{0.5, 1} {
		t.Run(fmt.Sprintf("share %v", share), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var sent []time.Time
				c := usage(t, share, func(n int, _ *http.Request) *http.Response {
					sent = append(sent, time.Now())
					return usagePage(n, 200)
				})
				if pages, err := usageAll(t.Context(), c, usageReport); err != nil || len(pages) != 200 {
					t.Fatalf("got %d pages and %v, want 200", len(pages), err)
				}
				most := int(50 * share)
				if got := mostIn(sent, time.Minute); got > most {
					t.Errorf("got %d requests in one minute, want at most %d", got, most)
				}
				spans := float64(200) / float64(most)
				if got, want := sent[199].Sub(sent[0]).Minutes(), 1.1*spans; got > want {
					t.Errorf("got all pages in %.1f minutes, want %.1f", got, want)
				}
			})
		})
	}
}

func TestPagesDoNotWaitForCallRecordsNorTheyForThem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		throttle := true
		c := usage(t, 1, func(n int, _ *http.Request) *http.Response {
			if throttle {
				throttle = false
				return reply(http.StatusTooManyRequests, `{}`, "Retry-After", "50")
			}
			return usagePage(n, 1)
		})
		began := time.Now()
		done := make(chan error)
		go func() {
			_, err := usageAll(t.Context(), c, usageReport)
			done <- err
		}()
		time.Sleep(time.Second) // the 429 is here, and its limit is closed
		if _, errs := listAll(t.Context(), c, lately()); errs != nil {
			t.Errorf("got %v, want the list", errs)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("got the list after %v, want it not to wait", took)
		}
		if err := <-done; err != nil {
			t.Errorf("got %v, want the report", err)
		}
		if took := time.Since(began); took < 50*time.Second {
			t.Errorf("got the report after %v, want Retry-After to be obeyed", took)
		}
	})
}

func TestPagesRefuse(t *testing.T) {
	t.Parallel()
	link := func(to string) func(int) *http.Response {
		return func(int) *http.Response {
			return reply(http.StatusOK, `{"value":[{}],"@odata.nextLink":"`+to+`"}`)
		}
	}
	for name, c := range map[string]struct {
		answer func(n int) *http.Response
		change func(*Collection)
		fault  schema.Fault
		want   error  // nil for any
		says   string // in the text of the error
	}{
		"another host": {answer: link("https://evil.test/"), fault: schema.FaultRefused, want: errForeign},
		"a loop":       {answer: link("https://graph.test" + usagePath + "?at=0"), fault: schema.FaultRefused, want: errLoop},
		"no rows": {answer: func(int) *http.Response { return reply(http.StatusOK, `{}`) },
			fault: schema.FaultRefused, want: errNoRows},
		"more pages than there can be": {answer: func(n int) *http.Response { return usagePage(n, 10) },
			change: func(of *Collection) { of.MaxPages = 3 }, fault: schema.FaultRefused, want: errEndless},
		"a missing role, by its name": {answer: func(int) *http.Response { return reply(http.StatusForbidden, `{}`) },
			fault: schema.FaultDenied, says: "Usage.Read.All"},
		"what is not there": {answer: func(int) *http.Response { return reply(http.StatusNotFound, `{}`) },
			fault: schema.FaultRefused, says: "there are no usage reports at this address"},
		"what may be gone": {answer: func(int) *http.Response { return reply(http.StatusNotFound, `{}`) },
			change: func(of *Collection) { of.NotFound = schema.FaultNotFound }, fault: schema.FaultNotFound},
		"a collection without a limit": {answer: func(n int) *http.Response { return usagePage(n, 1) },
			change: func(of *Collection) { of.Limit = Limit{} }, says: "lacks a name"},
		"a collection without a meaning of 404": {answer: func(n int) *http.Response { return usagePage(n, 1) },
			change: func(of *Collection) { of.NotFound = "" }, says: "no meaning of 404"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				of := usageReport
				if c.change != nil {
					c.change(&of)
				}
				_, err := usageAll(t.Context(),
					usage(t, 1, func(n int, _ *http.Request) *http.Response { return c.answer(n) }), of)
				if err == nil {
					t.Fatal("got no error")
				}
				if got := fault(err).Fault; got != c.fault {
					t.Errorf("got fault %q, want %q: %v", got, c.fault, err)
				}
				if c.want != nil && !errors.Is(err, c.want) {
					t.Errorf("got %v, want %v", err, c.want)
				}
				if !strings.Contains(err.Error(), c.says) {
					t.Errorf("got %v, want %q in it", err, c.says)
				}
			})
		})
	}
}
