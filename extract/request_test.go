package extract

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// TestFaultsOfEveryKindAtEveryEndpointAreOvercome meets each fault twice on each URL.
func TestFaultsOfEveryKindAtEveryEndpointAreOvercome(t *testing.T) {
	t.Parallel()
	faults := map[string]graphtest.Fault{
		"429": graphtest.FaultThrottle429, "503": graphtest.FaultUnavailable503, "504": graphtest.FaultGatewayTimeout504,
		"500": graphtest.FaultInternal500, "reset": graphtest.FaultReset, "truncated": graphtest.FaultTruncate,
		"html": graphtest.FaultHTML, "slow": graphtest.FaultSlowBody, "not json": graphtest.FaultNotJSON,
	}
	endpoints := map[string]string{
		"list": "/callRecords?", "record": "?$expand=sessions", "sessions": "/sessions",
		"participants": "participants_v2", "version": "$select=id,version", "token": "/oauth2/",
	}
	for fault, kind := range faults {
		for endpoint, part := range endpoints {
			t.Run(fault+" "+endpoint, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { overcome(t, kind, part) })
			})
		}
	}
}

func overcome(t *testing.T, kind graphtest.Fault, part string) {
	hit := 0
	tenant := graphtest.New(graphtest.Options{Records: 61, LargeSessions: 61, Faults: graphtest.Faults{
		Fault: func(r *http.Request, n int) graphtest.Fault {
			if n > 2 || !strings.Contains(r.URL.RequestURI(), part) {
				return graphtest.FaultNone
			}
			hit++
			return kind
		},
	}})
	// Participants tell the version, so that it is asked for only without them.
	c := inside(t, tenant.Transport(), func(o *Options) { o.Participants = !strings.Contains(part, "version") })
	headers, errs := listAll(t.Context(), c, lately())
	if len(errs) > 0 || len(headers) != len(tenant.Headers()) {
		t.Fatalf("%d headers of %d, %v", len(headers), len(tenant.Headers()), errs)
	}
	large := largest(tenant)
	pages, err := fetchAll(t.Context(), c, large)
	if err != nil {
		t.Fatal(err)
	}
	checkWhole(t, tenant, large, pages)
	if hit == 0 {
		t.Error("no fault was met")
	}
}

// largest is the record of LargeSessions: graphtest gives it exactly 90 minutes.
func largest(tenant *graphtest.Tenant) (id string) {
	for _, h := range tenant.Headers() {
		if h.End.Sub(h.Start) == 90*time.Minute {
			id = h.ID
		}
	}
	return id
}

func TestOneRequestInFiveFailsAndAllRecordsAreWhole(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 50, LargeSessions: 130, Quota: true, Faults: graphtest.Faults{
		Throttle429: 0.03, Unavailable503: 0.03, GatewayTimeout504: 0.02, Internal500: 0.02, Reset: 0.03,
		Truncate: 0.03, HTML: 0.02, NotJSON: 0.02, SlowBody: 0.02, TokenFail: 0.3,
	}})
	c := serve(t, tenant, nil)
	headers, errs := listAll(t.Context(), c, lately())
	if len(errs) > 0 || len(headers) != len(tenant.Headers()) {
		t.Fatalf("%d headers of %d, %v", len(headers), len(tenant.Headers()), errs)
	}
	var all sync.WaitGroup
	workers := make(chan struct{}, 8)
	for _, h := range headers {
		workers <- struct{}{}
		all.Go(func() {
			defer func() { <-workers }()
			pages, err := fetchAll(t.Context(), c, h.ID)
			if err != nil {
				t.Error(err)
				return
			}
			checkWhole(t, tenant, h.ID, pages)
		})
	}
	all.Wait()
	t.Logf("%+v", c.Stats().Total())
}

// once answers the first page of the list; the token comes from a tenant.
func once(t *testing.T, o func(*Options), answer func(n int, r *http.Request) (*http.Response, error)) (*Client, error) {
	t.Helper()
	tokens := graphtest.New(graphtest.Options{Records: -1}).Transport()
	n := 0
	c := inside(t, trips(func(r *http.Request) (*http.Response, error) {
		if !strings.HasPrefix(r.URL.Path, recordsPath) {
			return tokens.RoundTrip(r)
		}
		n++
		return answer(n, r)
	}), o)
	_, errs := listAll(t.Context(), c, schema.Window{})
	return c, errors.Join(errs...)
}

func TestStatusDecidesTheFault(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status   int
		fault    schema.Fault
		requests int64 // 0 is any number
		remedy   string
	}{
		{http.StatusUnauthorized, schema.FaultDenied, 2, "tenant_id"},
		{http.StatusForbidden, schema.FaultDenied, 1, "CallRecords.Read.All"},
		{http.StatusProxyAuthRequired, schema.FaultDenied, 1, "HTTPS_PROXY"},
		{http.StatusNotFound, schema.FaultRefused, 1, "graph_root"},
		{http.StatusBadRequest, schema.FaultRefused, 1, ""},
		{http.StatusFound, schema.FaultRefused, 1, ""},
		{http.StatusNoContent, schema.FaultRefused, 1, ""},
		{http.StatusTooManyRequests, schema.FaultBusy, 0, ""},
		{http.StatusServiceUnavailable, schema.FaultBusy, 0, ""},
		{http.StatusInternalServerError, schema.FaultBusy, 0, ""},
	} {
		t.Run(http.StatusText(c.status), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				client, err := once(t, nil, func(int, *http.Request) (*http.Response, error) {
					return reply(c.status, `{"error":{"code":"code1","message":"text1"}}`, "request-id", "id1", "Location", "https://evil.test/"), nil
				})
				e := fault(err)
				if e.Fault != c.fault {
					t.Errorf("got fault %q, want %q: %v", e.Fault, c.fault, err)
				}
				if e.Status != c.status {
					t.Errorf("got status %d, want %d", e.Status, c.status)
				}
				if e.RequestID != "id1" {
					t.Errorf("got request id %q, want id1", e.RequestID)
				}
				if !strings.Contains(e.Remedy, c.remedy) {
					t.Errorf("got remedy %q, want %q in it", e.Remedy, c.remedy)
				}
				if want := "list page 1: code1: text1"; !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q in it", err, want)
				}
				n, took := client.Stats()[list.Name].Requests, time.Since(began)
				if c.requests > 0 && n != c.requests {
					t.Errorf("got %d requests, want %d", n, c.requests)
				}
				if c.requests == 0 && (n < 4 || took < 30*time.Second || took > time.Minute) {
					t.Errorf("got %d requests in %v, want 4 or more in 30 s to 1 min", n, took)
				}
			})
		})
	}
}

func TestRetryAfterIsObeyedAndCountsAgainstTheBudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, err := once(t, nil, func(n int, _ *http.Request) (*http.Response, error) {
			if n == 1 {
				return reply(http.StatusServiceUnavailable, ``, "Retry-After", "20.5"), nil
			}
			return reply(http.StatusOK, `{"value":[]}`), nil
		})
		if took := time.Since(began); err != nil || took < 20500*time.Millisecond || took > 21*time.Second {
			t.Errorf("%v after %v", err, took)
		}
		began = time.Now()
		_, err = once(t, nil, func(int, *http.Request) (*http.Response, error) {
			return reply(http.StatusTooManyRequests, ``, "Retry-After", "300"), nil
		})
		if e := fault(err); e.Fault != schema.FaultBusy || time.Since(began) > time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

func TestStalledBodyIsCutAndAskedForAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, err := once(t, nil, func(n int, r *http.Request) (*http.Response, error) {
			if n > 1 {
				return reply(http.StatusOK, `{"value":[]}`), nil
			}
			slow := reply(http.StatusOK, ``)
			slow.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"val`), stuck{r.Context()}))
			return slow, nil
		})
		if took := time.Since(began); err != nil || took < idleTimeout || took > 2*idleTimeout {
			t.Errorf("%v after %v", err, took)
		}
	})
}

// stuck is a body without an end, as a transport shows it: it breaks with the context.
type stuck struct{ ctx context.Context }

func (s stuck) Read([]byte) (int, error) {
	<-s.ctx.Done()
	return 0, s.ctx.Err()
}

func TestSilentServerIsBusy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, err := once(t, nil, func(_ int, r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		if e := fault(err); e.Fault != schema.FaultBusy || !errors.Is(err, errStalled) {
			t.Errorf("%v", err)
		}
	})
}

// endless is a body that never ends.
type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

func TestTooLargeBodyIsRefused(t *testing.T) {
	t.Parallel()
	_, err := once(t, nil, func(int, *http.Request) (*http.Response, error) {
		large := reply(http.StatusOK, ``)
		large.Body = io.NopCloser(endless{})
		return large, nil
	})
	if e := fault(err); e.Fault != schema.FaultRefused || !errors.Is(err, errTooLarge) {
		t.Errorf("%v", err)
	}
}

func TestWhatIsNeverJSONIsRefusedAndAGatewayPageIsBusy(t *testing.T) {
	t.Parallel()
	for media, want := range map[string]schema.Fault{
		"application/json; charset=utf-8": schema.FaultRefused, "text/html": schema.FaultBusy, "": schema.FaultBusy,
	} {
		t.Run(fmt.Sprintf("%q", media), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client, err := once(t, nil, func(int, *http.Request) (*http.Response, error) {
					return reply(http.StatusOK, `{"value":[`, "Content-Type", media), nil
				})
				if got := fault(err).Fault; got != want {
					t.Errorf("got fault %q, want %q: %v", got, want, err)
				}
				if n := client.Stats()[list.Name].Requests; n < 6 {
					t.Errorf("got %d requests, want at least 6", n)
				}
			})
		})
	}
}

func TestResetIsRetriedUntilTheBudgetIsUsed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, err := once(t, nil, func(int, *http.Request) (*http.Response, error) { return nil, syscall.ECONNRESET })
		if e := fault(err); e.Fault != schema.FaultBusy || !errors.Is(err, syscall.ECONNRESET) || strings.Contains(err.Error(), "https://") {
			t.Errorf("%v", err)
		}
	})
}

func TestCancelledRequestGivesTheContextsError(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 1})
	c := inside(t, tenant.Transport(), nil)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, errs := listAll(ctx, c, lately()); len(errs) != 1 || !errors.Is(errs[0], context.Canceled) || fault(errs[0]).Fault != "" {
		t.Errorf("%v", errs)
	}
}

func TestUnreachableHostSaysWhatToDo(t *testing.T) {
	t.Parallel()
	c := newClient(t, options("https://127.0.0.1:1", nil), func(o *Options) { o.RetryBudget = time.Second })
	_, errs := listAll(t.Context(), c, lately())
	if e := fault(errs[0]); e.Fault != schema.FaultBusy || !strings.Contains(e.Remedy, "127.0.0.1:1 can be reached") ||
		!strings.HasPrefix(e.Error(), "unreachable: ") || !errors.Is(errs[0], syscall.ECONNREFUSED) {
		t.Errorf("%v", errs)
	}
}

func TestUnknownCertificateIsDeniedAtOnce(t *testing.T) {
	t.Parallel()
	server, err := graphtest.Start(t.Context(), graphtest.New(graphtest.Options{Records: 1}), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	c := newClient(t, options(server.URL, nil), nil)
	defer c.Close()
	_, errs := listAll(t.Context(), c, lately())
	if e := fault(errs[0]); e.Fault != schema.FaultDenied || !strings.Contains(e.Remedy, "SSL_CERT_FILE") {
		t.Errorf("%v", errs)
	}
}

func TestEveryRequestHasItsHeaders(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 130})
	ids := map[string]bool{}
	inner := tenant.Transport()
	c := inside(t, trips(func(r *http.Request) (*http.Response, error) {
		if strings.HasPrefix(r.URL.Path, recordsPath) {
			ids[r.Header.Get("client-request-id")] = true
			got := fmt.Sprint(r.Header.Get("Prefer"), r.Header.Get("Accept"), r.Header.Get("User-Agent"))
			if want := "include-unknown-enum-membersapplication/json;odata.metadata=minimalcallrecords-exporter"; got != want {
				t.Errorf("%s: %s", r.URL, got)
			}
		}
		return inner.RoundTrip(r)
	}), nil)
	if _, errs := listAll(t.Context(), c, lately()); errs != nil || len(ids) < 3 {
		t.Errorf("%v, %v", ids, errs)
	}
}
