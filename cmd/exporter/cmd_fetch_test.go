package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/extract/graphtest"
)

func TestFetchLoadsTheRecordsThatItIsAskedFor(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12})
	headers := s.tenant.Headers()
	one, two := headers[0].ID, headers[1].ID
	lists := s.tenant.Requests().Of(graphtest.List)

	s.part("into an empty warehouse", func() {
		r := s.want(exit.Complete, "fetch", strings.ToUpper(one), two)
		if strings.Count(r.stdout, "  loaded ") != 2 {
			t.Errorf("got %s, want both loaded", r)
		}
		s.wantAnswer("2", "SELECT count() FROM records")
	})
	s.part("again", func() {
		before := s.tenant.Requests().Of(graphtest.Record)
		if r := s.want(exit.Complete, "fetch", one, two); strings.Count(r.stdout, "  unchanged ") != 2 {
			t.Errorf("got %s, want both unchanged", r)
		}
		if got := s.tenant.Requests().Of(graphtest.Record) - before; got != 2 {
			t.Errorf("got %d requests, want one header each", got)
		}
	})
	s.part("as JSON", func() {
		s.tenant.Grow(two)
		const nobody = "11111111-2222-3333-4444-555555555556"
		r := s.want(exit.Partial, "fetch", "--json", "--termination-log", s.path("end"), one, two, nobody, "\x01")
		var d report.Document
		s.must(json.Unmarshal([]byte(r.stdout), &d))
		var outcomes []string
		for _, id := range d.IDs {
			outcomes = append(outcomes, id.ID+" "+id.Outcome)
		}
		want := []string{one + " unchanged", two + " loaded", nobody + " not found", "\x01 refused"}
		if d.Command != "fetch" || d.ExitCode != exit.Partial || !slices.Equal(outcomes, want) || d.IDs[2].Reason == "" {
			t.Errorf("got %s, want of the ids %q", r.stdout, want)
		}
		if len(d.Runs) != 1 || d.Runs[0].Loaded != 1 || !strings.Contains(r.stderr, "run finished") {
			t.Errorf("got the runs %+v and the log\n%s\nwant one that loaded one", d.Runs, r.stderr)
		}
		end, err := os.ReadFile(s.path("end"))
		s.must(err)
		if !strings.HasPrefix(string(end), `{"command":"fetch","outcome":"partial","exit_code":3,`) {
			t.Errorf("got the termination message %s, want that of the command", end)
		}
	})
	s.part("a new version, and one that nobody has", func() {
		s.tenant.Grow(one)
		const nobody = "11111111-2222-3333-4444-555555555555"
		r := s.want(exit.Partial, "fetch", one, nobody)
		if !strings.Contains(r.stdout, "  loaded ") || !strings.Contains(r.stdout, nobody+"  not found") {
			t.Errorf("got %s, want one loaded and one not found", r)
		}
		s.wantAnswer("0", "SELECT count() FROM callrecords_store.ledger WHERE record_id = '"+nobody+"'")
	})
	if got := s.tenant.Requests().Of(graphtest.List); got != lists {
		t.Errorf("got %d lists, want none", got-lists)
	}
	s.part("the rest by a run", func() {
		s.want(exit.Complete, "run")
		s.wantWarehouseIsTenant()
	})
	s.part("of which tenant", func() {
		const other = "11111111-2222-3333-4444-555555555555"
		s.says(exit.Usage, []string{other, "is not in the configuration"}, "fetch", one, "--tenant", other)
		s.says(exit.Usage, []string{other, "is not in the configuration"}, "backfill", "--from", "1d", "--tenant", other)
	})
}
