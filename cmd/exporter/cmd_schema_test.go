package main

import (
	"os"
	"strings"
	"testing"

	"callrecords/extract/graphtest"
)

func TestSchemaPlanTouchesNothingAndApplyDoesWhatItSays(t *testing.T) {
	s := newSite(t, graphtest.Options{})
	plan := s.want(exitComplete, "schema", "plan").stdout
	if _, err := os.Stat(s.path("data")); !os.IsNotExist(err) {
		t.Errorf("after a plan, the store is there: %v", err)
	}
	if plan[:strings.Index(plan, "-- ")] != s.want(exitComplete, "schema", "print").stdout {
		t.Error("where nothing is, the plan is not all that schema print shows")
	}
	s.want(exitComplete, "schema", "apply")
	for _, command := range []string{"plan", "apply"} {
		if got := s.want(exitComplete, "schema", command).stdout; got != "-- 0 statements; nothing to do\n" {
			t.Errorf("schema %s after apply: %s", command, got)
		}
	}
	s.wantAnswer("1", "SELECT count() FROM callrecords_store.schema_versions")
}

func TestSchemaRefusalIsNamedAndStopsARunToo(t *testing.T) {
	s := newSite(t, graphtest.Options{})
	s.want(exitComplete, "schema", "apply")
	s.want(exitComplete, "query", "--write", "ALTER TABLE callrecords_store.loads MODIFY COLUMN committed_at DateTime")
	for _, command := range [][]string{{"schema", "plan"}, {"schema", "apply"}, {"run"}} {
		r := s.want(exitFailed, command...)
		if !strings.Contains(r.stderr, "loads.committed_at is a DateTime and must be a DateTime64(3, 'UTC'); rename the table") {
			t.Errorf("%v: %s", command, r)
		}
	}
}
