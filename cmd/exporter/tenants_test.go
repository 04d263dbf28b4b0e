package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"callrecords/extract/graphtest"
)

func TestFailureOfOneTenantDoesNotStopAnotherAndIsNamed(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 20})
	text, err := os.ReadFile(s.path("config.yaml"))
	s.must(err)
	one, rest, _ := strings.Cut(strings.TrimPrefix(string(text), "tenants:\n"), "warehouse:")
	other := strings.ReplaceAll(one, graphtest.DefaultTenantID, "00000000-0000-0000-0000-00000000beef")
	s.must(os.WriteFile(s.path("config.yaml"), []byte("tenants:\n"+other+one+"warehouse:"+rest), 0o600))

	r := s.want(exitPartial, "run")
	if !strings.Contains(r.stderr, "tenant 00000000-0000-0000-0000-00000000beef: denied") {
		t.Errorf("the tenant that failed is not named: %s", r)
	}
	s.wantAnswer(fmt.Sprint(len(s.tenant.Headers())), "SELECT count() FROM records")
	s.wantWarehouseIsTenant()
}
