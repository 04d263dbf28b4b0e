package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// withPrometheus names the Prometheus that is to scrape, see `make scrape`.
const withPrometheus = "CALLRECORDS_TEST_PROMETHEUS"

// A genuine Prometheus scrapes serve, with the rules that are shipped: the alert on a
// record that is about to expire fires, and ends when the record is in.
func TestPrometheusAlertsOnARecordThatExpiresSoon(t *testing.T) {
	program := os.Getenv(withPrometheus)
	if program == "" {
		t.Skip("make scrape runs it")
	}
	var withheld atomic.Pointer[string] // the id of a record that Graph lists and does not deliver
	s := newSite(t, graphtest.Options{Records: 5, Faults: graphtest.Faults{
		Fault: func(r *http.Request, _ int) graphtest.Fault {
			if id := withheld.Load(); id != nil && strings.Contains(r.URL.Path, *id) {
				return graphtest.FaultInternal500
			}
			return graphtest.FaultNone
		},
	}}, "retry_budget: 20s", "retry_budget: 1s", "export:",
		"schedule:\n  cron: '@every 1s'\nlisten:\n  address: 127.0.0.1:0\nexport:")
	id := s.tenant.Headers()[0].ID
	s.tenant.Move(id, time.Now().Add(24*time.Hour-schema.CallRecords.Retention))
	withheld.Store(&id)

	r := s.listening("serve")
	p := s.prometheus(program, strings.TrimPrefix(r.url, "http://"))
	const alert = "CallRecordsExpireSoon"
	s.part("its rules are sound and serve is scraped", func() {
		p.await("up", func() bool { return p.has("/api/v1/targets", `"health":"up"`) })
		p.await("ok", func() bool { return !p.has("/api/v1/rules", `"health":"unknown"`) })
		if p.has("/api/v1/rules", `"health":"err"`) {
			s.Errorf("got %s, want rules that can be evaluated", p.get("/api/v1/rules"))
		}
	})
	s.part("it fires", func() {
		p.await(alert, func() bool { return p.firing()[alert] == graphtest.DefaultTenantID })
		for name := range p.firing() {
			if name != alert && name != "CallRecordsGone" { // which ends with the first scrape
				s.Errorf("got %s, want no other alert", p.get("/api/v1/alerts"))
			}
		}
	})
	s.part("it ends when the record is in", func() {
		withheld.Store(nil)
		p.await("end of "+alert, func() bool { return len(p.firing()) == 0 })
	})
	r.stop()
	s.wantWarehouseIsTenant()
}

// prometheus is one that scrapes every second.
type prometheus struct {
	*site
	url string
}

var waits = regexp.MustCompile(`(?m)^( +for:) .*$`)

// prometheus starts one with the rules that are shipped; only how long an alert waits
// before it fires is made short.
func (s *site) prometheus(program, target string) prometheus {
	s.Helper()
	rules, err := os.ReadFile("../../deploy/prometheus/rules.yml")
	s.must(err)
	s.must(os.WriteFile(s.path("rules.yml"), waits.ReplaceAll(rules, []byte("$1 3s")), 0o600))
	s.must(os.WriteFile(s.path("prometheus.yml"), fmt.Appendf(nil, `
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [rules.yml]
scrape_configs:
  - job_name: callrecords
    static_configs: [{targets: ['%s']}]
`, target), 0o600))
	free, err := net.Listen("tcp", "127.0.0.1:0")
	s.must(err)
	address := free.Addr().String()
	free.Close()
	c := exec.CommandContext(s.Context(), program, "--config.file="+s.path("prometheus.yml"),
		"--storage.tsdb.path="+s.path("tsdb"), "--web.listen-address="+address, "--log.level=error")
	c.Stderr = os.Stderr
	s.must(c.Start())
	s.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	return prometheus{s, "http://" + address}
}

// get is what it answers; "" while it does not.
func (p prometheus) get(path string) string {
	_, text := (&readers{site: p.site, url: p.url}).get(path)
	return text
}

func (p prometheus) has(path, text string) bool { return strings.Contains(p.get(path), text) }

// firing are the tenants of the alerts that fire, by name.
func (p prometheus) firing() map[string]string {
	var answer struct {
		Data struct {
			Alerts []struct {
				State  string
				Labels map[string]string
			}
		}
	}
	_ = json.Unmarshal([]byte(p.get("/api/v1/alerts")), &answer)
	firing := map[string]string{}
	for _, a := range answer.Data.Alerts {
		if a.State == "firing" {
			firing[a.Labels["alertname"]] = a.Labels["tenant"]
		}
	}
	return firing
}

// await waits until something is so.
func (p prometheus) await(what string, so func() bool) {
	p.Helper()
	deadline := time.Now().Add(2 * impatience)
	for ; !so(); time.Sleep(200 * time.Millisecond) { // other processes work on it
		if time.Now().After(deadline) {
			p.Fatalf("got no %s: %s", what, p.get("/api/v1/alerts"))
		}
	}
}
