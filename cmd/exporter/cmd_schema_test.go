package main

import (
	"os"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

func TestSchemaPlanTouchesNothingAndApplyDoesWhatItSays(t *testing.T) {
	s := newSite(t, graphtest.Options{})
	plan := s.want(exit.Complete, "schema", "plan").stdout
	if _, err := os.Stat(s.path("data")); !os.IsNotExist(err) {
		t.Errorf("after a plan, the store is there: %v", err)
	}
	if plan[:strings.Index(plan, "-- ")] != s.want(exit.Complete, "schema", "print").stdout {
		t.Error("where nothing is, the plan is not all that schema print shows")
	}
	s.want(exit.Complete, "schema", "apply")
	for _, command := range []string{"plan", "apply"} {
		s.part(command+" after apply", func() {
			const want = "-- 0 statements; nothing to do\n"
			if got := s.want(exit.Complete, "schema", command).stdout; got != want {
				s.Errorf("got %q, want %q", got, want)
			}
		})
	}
	s.wantAnswer("1", "SELECT count() FROM callrecords_store.schema_versions")
}

func TestSchemaRefusalIsNamedAndStopsARunToo(t *testing.T) {
	s := newSite(t, graphtest.Options{})
	s.want(exit.Complete, "schema", "apply")
	s.sql("ALTER TABLE callrecords_store.loads MODIFY COLUMN committed_at DateTime")
	for _, command := range [][]string{{"schema", "plan"}, {"schema", "apply"}, {"run"}} {
		s.part(strings.Join(command, " "), func() {
			const want = "loads.committed_at is a DateTime and must be a DateTime64(3, 'UTC'); rename the table"
			if r := s.want(exit.Failed, command...); !strings.Contains(r.stderr, want) {
				s.Errorf("got %s, want %q in it", r, want)
			}
		})
	}
}
