package main

import (
	"os"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// Only commands that load make tables: whoever asks must not need the right to.
func TestCommandsThatReadLeaveTheSchemaAsItIsAndSayHowToApply(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 2})
	if r := s.want(exit.Complete, "doctor"); !strings.Contains(r.stdout, "not there yet: exporter run") {
		t.Errorf("doctor before the first run: got %s, want that the warehouse is not there yet", r)
	}
	if _, err := os.Stat(s.path("data")); !os.IsNotExist(err) {
		t.Errorf("doctor before the first run: got %v, want no store", err)
	}
	s.want(exit.Complete, "run")
	id := s.tenant.Headers()[0].ID
	const seen = "SELECT (SELECT count() FROM system.tables WHERE database = 'callrecords' AND name = 'completeness')," +
		" (SELECT count() FROM callrecords_store.schema_versions)"
	s.wantAnswer("1\t1", seen)
	s.sql("DROP VIEW completeness")
	tests := []struct {
		code int
		args []string
	}{
		{exit.Complete, []string{"query", "SELECT 1"}},
		{exit.Complete, []string{"explain", id}},
		{exit.Complete, []string{"verify"}},
		{exit.Complete, []string{"verify", "--offline"}},
		{exit.Complete, []string{"doctor"}},
		{exit.Failed, []string{"verify", "--repair"}},
		{exit.Failed, []string{"sweep"}},
		{exit.Failed, []string{"settle"}},
	}
	for _, test := range tests {
		s.part(strings.Join(test.args[:min(2, len(test.args))], " "), func() {
			r := s.exporter(test.args...)
			if r.code != test.code {
				s.Errorf("got %s, want exit code %d", r, test.code)
			}
			if !strings.Contains(r.stderr, "exporter schema apply brings it up to date") {
				s.Errorf("got %q on standard error, want how to apply", r.stderr)
			}
			s.wantAnswer("0\t1", seen)
		})
	}
	s.want(exit.Complete, "schema", "apply")
	s.wantAnswer("1\t2", seen)
	if r := s.want(exit.Complete, "verify"); r.stderr != "" && strings.Contains(r.stderr, "behind") {
		t.Errorf("after apply: got %q, want nothing of the schema", r.stderr)
	}
}
