package main

import (
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

func TestNewVersionReplacesTheOldOneWhole(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 20})
	s.want(exit.Complete, "run")
	for i, h := range s.tenant.Headers() {
		switch i % 3 {
		case 0:
			s.tenant.Grow(h.ID)
		case 1:
			s.tenant.Shrink(h.ID)
		}
	}
	s.tenant.Add(3)
	s.want(exit.Complete, "run")
	s.wantWarehouseIsTenant()
	s.wantAnswer("0", "SELECT count() FROM audit")
}

// damage answers the sessions request of one record each with something that
// is no call record.
type damage struct {
	http.Handler
	of map[string]string // body by record id
}

func (d damage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for id, body := range d.of {
		if strings.Contains(r.URL.Path, id) && strings.Contains(r.URL.RawQuery, "sessions") {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, body)
			return
		}
	}
	d.Handler.ServeHTTP(w, r)
}

// behind puts a handler in front of the site's tenant.
func (s *site) behind(h http.Handler) {
	s.Helper()
	front := httptest.NewTLSServer(h)
	s.Cleanup(front.Close)
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: front.Certificate().Raw})
	s.must(os.WriteFile(s.path("ca.pem"), certificate, 0o600))
	s.reconfigure(s.server.URL, front.URL)
}

// reconfigure replaces texts of the configuration, in pairs.
func (s *site) reconfigure(change ...string) {
	s.Helper()
	text, err := os.ReadFile(s.path("config.yaml"))
	s.must(err)
	s.must(os.WriteFile(s.path("config.yaml"), []byte(strings.NewReplacer(change...).Replace(string(text))), 0o600))
}

func TestRecordsThatAreNoneAreSetAsideByNameAndTheOthersLoad(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 20})
	headers := s.tenant.Headers()
	record := func(i int, start string) string {
		return fmt.Sprintf(`{"id":%q,"version":%d,%s,"sessions":[]}`, headers[i].ID, headers[i].Version, start)
	}
	bodies := map[string]string{
		headers[0].ID: strings.Replace(record(0, `"startDateTime":"2026-01-01T00:00:00Z"`), `"id"`, `"no-id"`, 1),
		headers[1].ID: record(1, `"startDateTime":"soon"`),
		headers[2].ID: record(2, `"startDateTime":5`),
		headers[3].ID: record(3, `"began":"2026-01-01T00:00:00Z"`),
		headers[4].ID: `<html>this is not JSON</html>`,
	}
	s.behind(damage{s.tenant, bodies})
	r := s.want(exit.Partial, "run")
	for id := range bodies {
		if want := "set aside: record " + id; !strings.Contains(r.stdout, want) {
			t.Errorf("summary: got %s, want %q", r.stdout, want)
		}
		if !strings.Contains(r.stderr, id) {
			t.Errorf("log: got %s, want record %s", r.stderr, id)
		}
	}
	s.wantAnswer(fmt.Sprint(len(headers)-len(bodies)), "SELECT count() FROM records")
	s.wantAnswer("5\t5", "SELECT count(), countIf(reason != '') FROM callrecords_store.load_log WHERE outcome = 'set aside'")
	s.wantAnswer("5", "SELECT uniq(record_id) FROM callrecords_store.raw_pages WHERE load_id IN (SELECT load_id FROM callrecords_store.load_log WHERE outcome = 'set aside')")
	s.wantAnswer("1", "SELECT count() FROM callrecords_store.raw_pages WHERE body = '<html>this is not JSON</html>'")
	s.configure() // the tenant itself: what was set aside is still due
	s.must(os.WriteFile(s.path("ca.pem"), s.server.CertPEM(), 0o600))
	s.letGo() // a process reads the file once
	s.want(exit.Complete, "run")
	s.wantWarehouseIsTenant()
}

func TestWhatStopsARunIsOneLineThatSaysWhatToDo(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 5})
	unpermitted := s.another(graphtest.Options{Records: 5, Roles: []string{"User.Read.All"}})
	tests := map[string]struct {
		graph  *site // whose tenant is asked; s when nil
		change []string
		want   []string
	}{
		"wrong secret": {
			change: []string{graphtest.DefaultClientSecret, "another~secret"},
			want:   []string{"client secret is wrong", "AADSTS7000215"},
		},
		"unknown tenant": {
			change: []string{graphtest.DefaultTenantID, "00000000-0000-0000-0000-00000000abcd"},
			want:   []string{"tenant_id", "AADSTS90002"},
		},
		"missing role": {
			graph: unpermitted,
			want:  []string{"CallRecords.Read.All", "admin consent"},
		},
		"unreachable warehouse": {
			change: []string{"embedded:", "http://127.0.0.1:9 # "},
			want:   []string{"127.0.0.1:9", "is the server up"},
		},
	}
	for name, test := range tests {
		s.part(name, func() {
			if test.graph == nil {
				s.configure(test.change...)
			} else {
				s.configure(s.server.URL, test.graph.server.URL)
				s.must(os.WriteFile(s.path("ca.pem"), test.graph.server.CertPEM(), 0o600))
				defer func() { s.must(os.WriteFile(s.path("ca.pem"), s.server.CertPEM(), 0o600)) }()
			}
			r := s.want(exit.Failed, "run")
			last := r.stderr[strings.LastIndex(strings.TrimSpace(r.stderr), "\n")+1:]
			for _, w := range test.want {
				if !strings.Contains(last, w) {
					s.Errorf("last line: got %q, want %q in it", last, w)
				}
			}
			if strings.Contains(r.stdout+r.stderr, "another~secret") {
				s.Errorf("got %s, want it without the secret", r)
			}
		})
	}
}

func TestUnreachableGraphIsSaidAndANextRunRepairs(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 5}, "20s", "1s")
	s.configure(s.server.URL, "https://127.0.0.1:9", "20s", "1s")
	if r := s.want(exit.Failed, "run"); !strings.Contains(r.stderr, "127.0.0.1:9 can be reached") {
		t.Errorf("%s", r)
	}
	s.configure()
	s.want(exit.Complete, "run")
	s.wantWarehouseIsTenant()
}

func TestMistakesInTheConfigurationAreAllToldWithLineAndKey(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1}, "retry_budget", "retry_bugdet", "quota_share: 1", "quota_share: 2")
	r := s.want(exit.Usage, "run", "--config", "config.yaml")
	for _, want := range []string{"config.yaml:13: export.quota_share", "config.yaml:14: export.retry_bugdet: unknown key", "export.retry_budget"} {
		if !strings.Contains(r.stderr, want) {
			t.Errorf("got %s, want %q in it", r.stderr, want)
		}
	}
}

func TestWrongUsageIsExitCodeTwo(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1})
	for _, args := range [][]string{{"rum"}, {"run", "--fast"}, {"run", "extra"}, {"query"}, {"backfill"}, {"backfill", "--from", "yesterday"}} {
		s.part(strings.Join(args, " "), func() { s.want(exit.Usage, args...) })
	}
}

func TestBackfillLoadsItsWindowAndGoesOnWhereItWas(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 40, Days: 10})
	headers := s.tenant.Headers()
	first := slices.MinFunc(headers, func(a, b graphtest.Header) int { return a.Start.Compare(b.Start) })
	from := first.Start.Truncate(time.Second)
	to := from.AddDate(0, 0, 5)
	want := 0
	for _, h := range headers {
		if h.Start.Before(to) {
			want++
		}
	}
	window := []string{"backfill", "--from", from.Format(time.RFC3339), "--to", to.Format(time.RFC3339)}
	s.want(exit.Complete, window...)
	s.wantAnswer(fmt.Sprint(want), "SELECT count() FROM records")
	if r := s.want(exit.Complete, window...); !strings.Contains(r.stdout, "nothing new") {
		t.Errorf("again: got %s, want nothing new", r)
	}
}

func TestDoctorSaysWhatIsWrong(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 5})
	if r := s.want(exit.Complete, "doctor"); strings.Count(r.stdout, "ok ") != strings.Count(r.stdout, "\n") {
		t.Errorf("%s", r)
	}
	s = s.another(graphtest.Options{Records: 5, Roles: []string{"User.Read.All"}})
	if r := s.want(exit.Failed, "doctor"); !strings.Contains(r.stdout, "WRONG tenant "+graphtest.DefaultTenantID+" permission") {
		t.Errorf("%s", r)
	}
}

// another is a second tenant for the same test.
func (s *site) another(o graphtest.Options) *site {
	s.Helper()
	tenant := graphtest.New(o)
	server, err := graphtest.Start(s.Context(), tenant, "127.0.0.1:0")
	s.must(err)
	s.Cleanup(func() { server.Close() })
	other := &site{T: s.T, folder: s.TempDir(), tenant: tenant, server: server}
	s.must(os.WriteFile(other.path("ca.pem"), server.CertPEM(), 0o600))
	other.env = []string{"SSL_CERT_FILE=" + other.path("ca.pem")}
	other.store = other.path("data")
	other.configure()
	return other
}
