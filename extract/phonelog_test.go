package extract

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// phone is a tenant's log as a test reads it, with what it has loaded so far.
type phone struct {
	*testing.T
	tenant  *graphtest.Tenant
	log     graphtest.Endpoint
	client  *Client
	loaded  map[string]uint64
	rows    map[string]map[string]json.RawMessage // by day, then id
	fetched []string                              // days that the latest run has fetched
}

// phones runs a test on both logs, with a clock of its own.
func phones(t *testing.T, o graphtest.Options, test func(p *phone)) {
	t.Helper()
	for _, log := range []graphtest.Endpoint{graphtest.PstnCalls, graphtest.DirectRoutingCalls} {
		t.Run(string(log), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				test(newPhone(t, o, log))
			})
		})
	}
}

// newPhone is a tenant without call records, at noon.
func newPhone(t *testing.T, o graphtest.Options, log graphtest.Endpoint) *phone {
	time.Sleep(36 * time.Hour)
	o.Records = -1
	tenant := graphtest.New(o)
	p := &phone{T: t, tenant: tenant, log: log, loaded: map[string]uint64{},
		rows: map[string]map[string]json.RawMessage{}}
	p.client = inside(t, tenant.Transport(), func(o *Options) { o.QuotaShare = 1 })
	return p
}

// idOf is the id of a row.
func idOf(raw []byte) string {
	var row struct{ ID string }
	_ = json.Unmarshal(raw, &row)
	return row.ID
}

// open is a log of one run.
func (p *phone) open() *PhoneLog {
	known := func(_ context.Context, ids []string) (map[string]schema.LoadedDay, error) {
		found := map[string]schema.LoadedDay{}
		for _, id := range ids {
			if v, ok := p.loaded[id]; ok {
				found[id] = schema.LoadedDay{Version: v, Rows: uint64(len(p.rows[id]))}
			}
		}
		return found, nil
	}
	if p.log == graphtest.PstnCalls {
		return p.client.PstnCalls(known)
	}
	return p.client.DirectRoutingCalls(known)
}

func (p *phone) list(l *PhoneLog, days int) (all []schema.Header, err error) {
	now := time.Now()
	for page, err := range l.List(p.Context(), schema.Window{From: now.Add(-time.Duration(days) * day), To: now}) {
		if err != nil {
			return all, err
		}
		all = append(all, page.Headers...)
	}
	return all, nil
}

// run does as the pipeline: it fetches the days whose version is greater than the loaded
// one, and keeps the first of the rows with an id.
func (p *phone) run(days int) {
	p.Helper()
	l := p.open()
	headers, err := p.list(l, days)
	if err != nil {
		p.Fatal(err)
	}
	p.fetched = nil
	for _, h := range headers {
		if h.Version <= p.loaded[h.ID] {
			continue
		}
		p.fetched = append(p.fetched, h.ID)
		rows, version := map[string]json.RawMessage{}, uint64(0)
		for page, err := range l.Fetch(p.Context(), h) {
			if err != nil {
				p.Fatal(err)
			}
			version = max(version, page.Version)
			var body struct{ Value []json.RawMessage }
			if err := json.Unmarshal(page.Body, &body); err != nil {
				p.Fatal(err)
			}
			for _, raw := range body.Value {
				if _, twice := rows[idOf(raw)]; !twice {
					rows[idOf(raw)] = raw
				}
			}
		}
		if version < h.Version {
			p.Errorf("%s: got version %d, want %d or greater", h.ID, version, h.Version)
		}
		p.rows[h.ID], p.loaded[h.ID] = rows, version
	}
}

// wantAll compares what was loaded with what the tenant has.
func (p *phone) wantAll() {
	p.Helper()
	got := map[string]string{}
	for day, rows := range p.rows {
		for id, raw := range rows {
			if got[id] != "" {
				p.Errorf("row %s: got it in %s and in another day", id, day)
			}
			got[id] = string(raw)
		}
	}
	want := p.tenant.Calls(p.log)
	for _, raw := range want {
		if id := idOf(raw); got[id] != string(raw) {
			p.Errorf("row %s\n got %s\nwant %s", id, got[id], raw)
		}
	}
	if len(got) != len(want) {
		p.Errorf("got %d rows, want %d", len(got), len(want))
	}
}

func TestLogsOfPhoneCallsComeWhole(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]graphtest.Options{
		"small":      {PstnCalls: 40, DirectRoutingCalls: 40, PhoneDays: 20},
		"many pages": {PstnCalls: 400, DirectRoutingCalls: 400, PhoneDays: 20, PhonePage: 7},
		"faults": {PstnCalls: 300, DirectRoutingCalls: 300, PhoneDays: 20, PhonePage: 50,
			Faults: graphtest.Faults{Throttle429: 0.04, Reset: 0.03, Truncate: 0.03, Internal500: 0.02}},
		"within the limits": {PstnCalls: 2000, DirectRoutingCalls: 2000, PhoneDays: 60, PhonePage: 20, Quota: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			phones(t, o, func(p *phone) {
				p.run(90)
				p.wantAll()
				if n := p.tenant.Requests().Status(http.StatusTooManyRequests); n > 0 && name == "within the limits" {
					p.Errorf("got %d requests over the limit, want none", n)
				}
			})
		})
	}
}

func TestDaysOfALogThatChangedAreReadAgain(t *testing.T) {
	t.Parallel()
	phones(t, graphtest.Options{PstnCalls: 200, DirectRoutingCalls: 200, PhoneDays: 20, PhonePage: 90}, func(p *phone) {
		p.run(90)
		first := maps.Clone(p.loaded)
		p.run(90)
		if len(p.fetched) > 0 || !maps.Equal(p.loaded, first) {
			p.Fatalf("nothing has changed: got %q fetched", p.fetched)
		}
		p.tenant.AddCalls(p.log, 3, 20)
		p.tenant.CorrectCall(p.log, idOf(p.tenant.Calls(p.log)[77]))
		p.tenant.RemoveCall(p.log, idOf(p.tenant.Calls(p.log)[99]))
		p.run(90)
		if n := len(p.fetched); n < 2 || n > 5 {
			p.Errorf("got %d days fetched, want those of 5 changes", n)
		}
		p.wantAll()
		for id, version := range p.loaded {
			if version < first[id] {
				p.Errorf("%s: got version %d after %d", id, version, first[id])
			}
		}
	})
}

func TestRowsThatMoveWhileADayIsRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		changes int // readings of the day in which a row comes in front of it
		changed bool
	}{"once": {1, false}, "twice": {2, false}, "always": {1000, true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			left, change := c.changes, func() {}
			o := graphtest.Options{PstnCalls: 23, DirectRoutingCalls: 23, PhoneDays: 1, PhonePage: 5}
			o.Rewrite = func(e graphtest.Endpoint, body []byte) []byte {
				if left > 0 && strings.Contains(string(body), "$skip=10") {
					left--
					change()
				}
				return body
			}
			for _, log := range []graphtest.Endpoint{graphtest.PstnCalls, graphtest.DirectRoutingCalls} {
				left = c.changes
				synctest.Test(t, func(t *testing.T) {
					p := newPhone(t, o, log)
					midnight := time.Now().UTC().Truncate(day)
					for i, raw := range p.tenant.Calls(log) {
						p.tenant.MoveCall(log, idOf(raw), midnight.Add(time.Duration(i+1)*time.Minute))
					}
					change = func() { p.tenant.MoveCall(log, p.tenant.AddCalls(log, 1, 1)[0], midnight) }
					if !c.changed {
						p.run(4)
						p.wantAll()
						return
					}
					l := p.open()
					headers, err := p.list(l, 4)
					if err != nil || len(headers) != 1 {
						t.Fatalf("got %v and %v, want one day", headers, err)
					}
					for _, err := range l.Fetch(t.Context(), headers[0]) {
						if schema.FaultOf(err) != schema.FaultChanged {
							t.Errorf("got %v, want that the day has changed", err)
						}
					}
				})
			}
		})
	}
}

func TestBoundsOfADayOfALog(t *testing.T) {
	t.Parallel()
	phones(t, graphtest.Options{PstnCalls: 3, DirectRoutingCalls: 3, PhoneDays: 1}, func(p *phone) {
		midnight := time.Now().UTC().Truncate(day)
		for i, raw := range p.tenant.Calls(p.log) {
			at := []time.Duration{-100 * time.Nanosecond, 0, 100 * time.Nanosecond}[i]
			p.tenant.MoveCall(p.log, idOf(raw), midnight.Add(at))
		}
		p.run(3)
		p.wantAll()
		var counts []int
		for _, id := range slices.Sorted(maps.Keys(p.rows)) {
			counts = append(counts, len(p.rows[id]))
		}
		if !slices.Equal(counts, []int{1, 2}) {
			p.Errorf("got %v rows by day, want 1 and 2", counts)
		}
	})
}

func TestRowsWithoutAStartAreOfTheirDay(t *testing.T) {
	t.Parallel()
	phones(t, graphtest.Options{PstnCalls: 30, DirectRoutingCalls: 30, PhoneDays: 5}, func(p *phone) {
		p.run(10)
		p.tenant.UndateCall(p.log, idOf(p.tenant.Calls(p.log)[7]))
		p.run(10)
		p.wantAll()
		p.run(10)
		if len(p.fetched) > 0 {
			p.Errorf("got %q fetched again, want nothing", p.fetched)
		}
	})
}

func TestEmptyLogCostsOneRequest(t *testing.T) {
	t.Parallel()
	phones(t, graphtest.Options{}, func(p *phone) {
		headers, err := p.list(p.open(), 90)
		if err != nil || len(headers) > 0 {
			p.Errorf("got %v and %v, want nothing", headers, err)
		}
		if n := p.tenant.Requests().Of(p.log); n > 2 { // 90 days and the running one
			p.Errorf("got %d requests, want 2 at most", n)
		}
	})
}

func TestDayThatBecameEmptyIsListed(t *testing.T) {
	t.Parallel()
	phones(t, graphtest.Options{PstnCalls: 1, DirectRoutingCalls: 1, PhoneDays: 3}, func(p *phone) {
		p.run(10)
		p.tenant.RemoveCall(p.log, idOf(p.tenant.Calls(p.log)[0]))
		p.run(10)
		p.wantAll()
	})
}

func TestLogThatIsRefused(t *testing.T) {
	t.Parallel()
	for status, c := range map[int]struct {
		fault schema.Fault
		says  string
	}{
		http.StatusForbidden:     {schema.FaultDenied, "CallRecord-PstnCalls.Read.All"},
		http.StatusNotFound:      {schema.FaultRefused, "no logs of phone calls at this address"},
		http.StatusNotAcceptable: {schema.FaultRefused, "90 days at most"},
	} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			refuse := map[graphtest.Endpoint]int{graphtest.PstnCalls: status, graphtest.DirectRoutingCalls: status}
			phones(t, graphtest.Options{Refuse: refuse}, func(p *phone) {
				_, err := p.list(p.open(), 90)
				for what, err := range map[string]error{"list": err, "check": p.open().Check(p.Context())} {
					e, ok := errors.AsType[*schema.SourceError](err)
					if !ok || e.Fault != c.fault || e.RecordID != "" || !strings.Contains(err.Error(), c.says) {
						p.Errorf("%s: got %v, want %s with %q", what, err, c.fault, c.says)
					}
				}
			})
		})
	}
}

func TestDayThatAlwaysFailsDoesNotHideTheOthers(t *testing.T) {
	t.Parallel()
	phones(t, graphtest.Options{PstnCalls: 100, DirectRoutingCalls: 100, PhoneDays: 20, PhonePage: 10}, func(p *phone) {
		p.run(30)
		days := slices.Sorted(maps.Keys(p.loaded))
		bad := strings.Split(days[len(days)/2], "/")[1]
		p.loaded = map[string]uint64{}
		p.client = inside(p, trips(func(r *http.Request) (*http.Response, error) {
			if strings.Contains(r.URL.Path, "fromDateTime="+bad) {
				return reply(http.StatusInternalServerError, `{}`), nil
			}
			return p.tenant.Transport().RoundTrip(r)
		}), func(o *Options) { o.QuotaShare, o.RetryBudget = 1, time.Second })
		l := p.open()
		headers, err := p.list(l, 30)
		if err != nil {
			p.Fatal(err)
		}
		var failed []string
		for _, h := range headers {
			for _, err := range l.Fetch(p.Context(), h) {
				if err != nil {
					failed = append(failed, h.ID)
					if e, ok := errors.AsType[*schema.SourceError](err); !ok || e.RecordID != h.ID {
						p.Errorf("got %v, want the day's name in it", err)
					}
				}
			}
		}
		if len(failed) != 1 || !strings.HasSuffix(failed[0], bad) || len(headers) != len(days) {
			p.Errorf("got %q failed of %d days, want %s of %d", failed, len(headers), bad, len(days))
		}
	})
}

func TestDaysThatGraphHasForgottenStayAsTheyWereLoaded(t *testing.T) {
	t.Parallel()
	phones(t, graphtest.Options{PstnCalls: 60, DirectRoutingCalls: 60, PhoneDays: 20}, func(p *phone) {
		p.run(30)
		before := maps.Clone(p.loaded)
		time.Sleep(40 * day)
		for _, raw := range p.tenant.Calls(p.log) {
			p.tenant.RemoveCall(p.log, idOf(raw))
		}
		p.run(90)
		if !maps.Equal(p.loaded, before) || len(p.fetched) > 0 {
			p.Errorf("got %d days of %d fetched, want none: what is loaded stays", len(p.fetched), len(before))
		}
		for id, version := range before { // as it is when the day is wanted again, or was never read
			start, _ := time.Parse(time.DateOnly, id[len(id)-len(time.DateOnly):])
			for _, version := range []uint64{version, version + 1<<32, 1} {
				for _, err := range p.open().Fetch(p.Context(), schema.Header{ID: id, Version: version, Start: start}) {
					if schema.FaultOf(err) != schema.FaultNotFound {
						p.Errorf("%s, version %d: got %v, want it not found", id, version, err)
					}
				}
			}
		}
	})
}

// What Graph forgets by the hour leaves a part of a day.
func TestDayOfWhichGraphHasForgottenSomeStaysAsItWasLoaded(t *testing.T) {
	t.Parallel()
	phones(t, graphtest.Options{PstnCalls: 60, DirectRoutingCalls: 60, PhoneDays: 4}, func(p *phone) {
		p.run(10)
		before := maps.Clone(p.loaded)
		remove := func() {
			for id, rows := range p.rows {
				if first := slices.Sorted(maps.Keys(rows)); len(first) > 1 {
					p.tenant.RemoveCall(p.log, first[0])
					delete(p.rows[id], first[0])
				}
			}
		}
		remove()
		p.run(10)
		p.wantAll() // of a young day they were taken back
		loaded := maps.Clone(p.loaded)
		if maps.Equal(loaded, before) {
			p.Error("got no day anew, want those with fewer rows")
		}
		time.Sleep(40 * day)
		for _, rows := range p.rows {
			if first := slices.Sorted(maps.Keys(rows)); len(first) > 1 {
				p.tenant.RemoveCall(p.log, first[0])
			}
		}
		p.run(90)
		if !maps.Equal(p.loaded, loaded) || len(p.fetched) > 0 {
			p.Errorf("got %d days fetched, want none: what is loaded stays", len(p.fetched))
		}
		for id, version := range loaded { // listed before, or wanted again
			start, _ := time.Parse(time.DateOnly, id[len(id)-len(time.DateOnly):])
			for _, err := range p.open().Fetch(p.Context(), schema.Header{ID: id, Version: version + 1<<32, Start: start}) {
				if len(p.rows[id]) > 1 && schema.FaultOf(err) != schema.FaultNotFound {
					p.Errorf("%s: got %v, want it not found", id, err)
				}
			}
		}
	})
}

func TestDayBeyondWhatGraphKeepsIsNotFoundWhenItIsRefused(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]schema.Fault{
		http.StatusNotAcceptable: schema.FaultNotFound, http.StatusInternalServerError: schema.FaultBusy,
	} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			refuse := map[graphtest.Endpoint]int{graphtest.PstnCalls: status, graphtest.DirectRoutingCalls: status}
			phones(t, graphtest.Options{Refuse: refuse}, func(p *phone) {
				l := p.open()
				for days, want := range map[int]schema.Fault{91: want, 80: map[bool]schema.Fault{
					true: schema.FaultRefused, false: want,
				}[status == http.StatusNotAcceptable]} {
					start := time.Now().UTC().Truncate(day).Add(-time.Duration(days) * day)
					for _, err := range l.Fetch(p.Context(), schema.Header{ID: "d", Version: 1, Start: start}) {
						if schema.FaultOf(err) != want {
							p.Errorf("%d days ago: got %v, want %s", days, err, want)
						}
					}
				}
			})
		})
	}
}
