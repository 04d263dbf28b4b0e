package graphtest

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func ask(t *testing.T, tenant *Tenant) ([]byte, time.Duration, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, testRoot+collection, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+tenant.AccessToken(testRoot))
	begin := time.Now()
	w, err := (&http.Client{Transport: tenant.Transport()}).Do(r)
	if err != nil {
		return nil, 0, err
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	return body, time.Since(begin), err
}

func TestTransportWorksInABubbleOfFakeTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var fault Fault
		tenant := New(Options{Records: 70, Faults: Faults{Pause: time.Minute, Fault: func(*http.Request, int) Fault { return fault }}})
		if body, took, err := ask(t, tenant); err != nil || len(body) == 0 || took != 0 {
			t.Errorf("plain: %d bytes, %v, %v", len(body), took, err)
		}
		fault = FaultSlowBody
		if body, took, err := ask(t, tenant); err != nil || len(body) == 0 || took != pieces*time.Minute {
			t.Errorf("slow: %d bytes, %v, %v", len(body), took, err)
		}
		fault = FaultReset
		if _, _, err := ask(t, tenant); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("reset: %v", err)
		}
		fault = FaultTruncate
		if body, _, err := ask(t, tenant); !errors.Is(err, io.ErrUnexpectedEOF) || len(body) == 0 {
			t.Errorf("truncated: %d bytes, %v", len(body), err)
		}
	})
}

func TestTenantChangesWhileItServes(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now, Records: 40, Quota: true})
	ids := tenant.Headers()
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for _, h := range ids {
				switch i {
				case 0:
					tenant.Grow(h.ID)
				case 1:
					tenant.Add(1)
				case 2:
					tenant.Document(h.ID)
				default:
					if _, _, err := ask(t, tenant); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	if got := len(tenant.Headers()); got != 2*len(ids) {
		t.Errorf("%d records, want %d", got, 2*len(ids))
	}
}

func TestDateIsTheTenantsUnlessToldOtherwise(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 8, 20, 12, 0, 0, 0, time.UTC)
	clock := func(at time.Time) func() time.Time { return func() time.Time { return at } }
	for name, c := range map[string]struct {
		options Options
		want    []string
	}{
		"the tenant's": {Options{Now: clock(at)}, []string{"Thu, 20 Aug 2026 12:00:00 GMT"}},
		"another":      {Options{Now: clock(at), Date: clock(at.Add(time.Hour))}, []string{"Thu, 20 Aug 2026 13:00:00 GMT"}},
		"none":         {Options{Now: clock(at), Date: clock(time.Time{})}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, tenant := serve(t, c.options)
			w, _, err := fetch(t, s, tenant)
			if err != nil {
				t.Fatal(err)
			}
			if got := w.Header["Date"]; !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
