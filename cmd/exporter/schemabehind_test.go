package main

import (
	"os"
	"strings"
	"testing"

	"callrecords/extract/graphtest"
)

// Only commands that load make tables: whoever asks must not need the right to.
func TestCommandsThatReadLeaveTheSchemaAsItIsAndSayHowToApply(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 2})
	if r := s.want(exitComplete, "doctor"); !strings.Contains(r.stdout, "not there yet: exporter run") {
		t.Errorf("doctor before the first run: got %s, want that the warehouse is not there yet", r)
	}
	if _, err := os.Stat(s.path("data")); !os.IsNotExist(err) {
		t.Errorf("doctor before the first run: got %v, want no store", err)
	}
	s.want(exitComplete, "run")
	id := s.tenant.Headers()[0].ID
	const seen = "SELECT (SELECT count() FROM system.tables WHERE database = 'callrecords' AND name = 'completeness')," +
		" (SELECT count() FROM callrecords_store.schema_versions)"
	s.wantAnswer("1\t1", seen)
	s.sql("DROP VIEW completeness")
	tests := []struct {
		code int
		args []string
	}{
		{exitComplete, []string{"query", "SELECT 1"}},
		{exitComplete, []string{"explain", id}},
		{exitComplete, []string{"verify"}},
		{exitComplete, []string{"verify", "--offline"}},
		{exitComplete, []string{"doctor"}},
		{exitFailed, []string{"verify", "--repair"}},
		{exitFailed, []string{"sweep"}},
		{exitFailed, []string{"settle"}},
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
	s.want(exitComplete, "schema", "apply")
	s.wantAnswer("1\t2", seen)
	if r := s.want(exitComplete, "verify"); r.stderr != "" && strings.Contains(r.stderr, "behind") {
		t.Errorf("after apply: got %q, want nothing of the schema", r.stderr)
	}
}
