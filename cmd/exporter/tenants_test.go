package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/extract/graphtest"
)

func TestFailureOfOneTenantDoesNotStopAnotherAndIsNamed(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 20})
	text, err := os.ReadFile(s.path("config.yaml"))
	s.must(err)
	one, rest, _ := strings.Cut(strings.TrimPrefix(string(text), "tenants:\n"), "warehouse:")
	other := strings.ReplaceAll(one, graphtest.DefaultTenantID, "00000000-0000-0000-0000-00000000beef")
	s.must(os.WriteFile(s.path("config.yaml"), []byte("tenants:\n"+other+one+"warehouse:"+rest), 0o600))

	r := s.want(exit.Tenants, "run", "--json")
	if !strings.Contains(r.stderr, "tenant 00000000-0000-0000-0000-00000000beef: denied") {
		t.Errorf("the tenant that failed is not named: %s", r)
	}
	var d report.Document
	s.must(json.Unmarshal([]byte(r.stdout), &d))
	if d.ExitCode != exit.Tenants || len(d.Runs) != 2 || d.Runs[0].Outcome != "failed" || d.Runs[1].Outcome != "complete" {
		t.Errorf("got %+v, want one failed run and one that is complete", d)
	}
	s.want(exit.Complete, "run", "--tenant", graphtest.DefaultTenantID)
	s.want(exit.Usage, "run", "--tenant", strings.Replace(graphtest.DefaultTenantID, "0", "1", 1))
	s.wantAnswer(fmt.Sprint(len(s.tenant.Headers())), "SELECT count() FROM records")
	s.wantWarehouseIsTenant()
}
