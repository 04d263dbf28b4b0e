package graphtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
)

// fetch asks over the wire and reads the body to its end.
func fetch(t *testing.T, s *Server, tenant *Tenant) (*http.Response, []byte, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+collection, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+tenant.sign(s.URL, tenant.opt.Now()))
	w, err := s.Client().Transport.RoundTrip(r)
	if err != nil {
		return nil, nil, err
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	return w, body, err
}

func TestDirectedFaultsShowOnTheWire(t *testing.T) {
	t.Parallel()
	var fault Fault
	s, tenant := serve(t, Options{Records: 70, Faults: Faults{
		Pause: time.Microsecond,
		Fault: func(*http.Request, int) Fault { return fault },
	}})
	for _, c := range []struct {
		fault  Fault
		status int  // 0: no answer
		broken bool // the body ends with an error
		json   bool
	}{
		{FaultNone, 200, false, true},
		{FaultThrottle429, 429, false, true},
		{FaultUnavailable503, 503, false, true},
		{FaultGatewayTimeout504, 504, false, true},
		{FaultInternal500, 500, false, true},
		{FaultReset, 0, false, false},
		{FaultTruncate, 200, true, false},
		{FaultHTML, 502, false, false},
		{FaultSlowBody, 200, false, true},
		{FaultNotJSON, 200, false, false},
	} {
		t.Run(fmt.Sprintf("fault %d", c.fault), func(t *testing.T) {
			fault = c.fault
			w, body, err := fetch(t, s, tenant)
			switch {
			case c.status == 0:
				if w != nil || err == nil {
					t.Error("got an answer, want none")
				}
			case w == nil:
				t.Errorf("got %v, want an answer", err)
			case w.StatusCode != c.status || (err != nil) != c.broken || json.Valid(body) != c.json:
				t.Errorf("got status %d, error %v, valid %v", w.StatusCode, err, json.Valid(body))
			}
			if n := tenant.Requests().Faults[c.fault]; c.fault != FaultNone && n != 1 {
				t.Errorf("got it counted %d times, want once", n)
			}
		})
	}
	if got := tenant.Requests(); got.Of(List) != 10 || got.Status(0) != 1 || got.Status(429) != 1 {
		t.Errorf("stats %+v", got)
	}
}

func TestTokenFaultIsOfTheTokenEndpoint(t *testing.T) {
	t.Parallel()
	s, tenant := serve(t, Options{Records: 5, Faults: Faults{TokenFail: 1}})
	if _, err := bearer(t.Context(), s, secret(t, s, DefaultTenantID, DefaultClientSecret)); err == nil || !strings.Contains(err.Error(), "503") {
		t.Errorf("token: %v", err)
	}
	if w, _, err := fetch(t, s, tenant); err != nil || w.StatusCode != 200 {
		t.Errorf("graph: %v", err)
	}
}

func TestFaultsAreTheSameInEveryRun(t *testing.T) {
	t.Parallel()
	run := func() map[Fault]int {
		c := newClock()
		tenant := New(Options{Now: c.Now, Records: 40, Faults: Faults{Throttle429: 0.2, Internal500: 0.2, Unavailable503: 0.1}})
		for _, h := range tenant.Headers() {
			get(t, tenant, collection+"/"+h.ID)
		}
		return tenant.Requests().Faults
	}
	first := run()
	if len(first) != 3 || !reflect.DeepEqual(first, run()) {
		t.Errorf("faults %v", first)
	}
}

func TestClosedServerRefuses(t *testing.T) {
	t.Parallel()
	s, tenant := serve(t, Options{Records: 5})
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Error(err)
	}
	if _, _, err := fetch(t, s, tenant); err == nil {
		t.Error("a closed server answers")
	}
}
