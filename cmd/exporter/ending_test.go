package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/extract/graphtest"
)

// lastLine is the last line of a log, which is JSON.
func (s *site) lastLine(stderr string) (line struct {
	report.Closing
	Level, Msg string
}) {
	s.Helper()
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	s.must(json.Unmarshal([]byte(lines[len(lines)-1]), &line))
	return line
}

func TestCommandEndsWithASummaryForWhoeverDoesNotWatch(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 5})
	r := s.want(exit.Complete, "run", "--termination-log", s.path("message"))
	if line := s.lastLine(r.stderr); line.Msg != "summary" || line.Level != "INFO" || line.Loaded != 5 {
		t.Errorf("got %s, want a summary as the last line", r)
	}
	text, err := os.ReadFile(s.path("message"))
	s.must(err)
	var message report.Closing
	s.must(json.Unmarshal(text, &message))
	if message.Outcome != "complete" || message.Loaded != 5 || message.Command != "run" {
		t.Errorf("got %s, want what became of the run", text)
	}
	var d report.Document
	s.must(json.Unmarshal([]byte(s.want(exit.Complete, "replay", "--json").stdout), &d))
	if len(d.Runs) != 1 || d.Runs[0].Loaded != 5 {
		t.Errorf("got %+v, want a replay of 5 records", d)
	}
}

func TestRunThatIsOutOfTimeIsInterruptedAndTheNextGoesOn(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 5})
	s.want(exit.Complete, "schema", "apply")
	s.want(exit.Usage, "run", "--timeout", "-1s")
	r := s.want(exit.Failed, "run", "--timeout", "1ns")
	if line := s.lastLine(r.stderr); line.Outcome != "interrupted" || !strings.Contains(line.Error, "--timeout") {
		t.Errorf("got %s, want a run that was interrupted", r)
	}
	if strings.Contains(r.stderr, `"ERROR"`) {
		t.Errorf("got %s, want no line of an error", r)
	}
	s.want(exit.Complete, "run")
	s.wantWarehouseIsTenant()
}
