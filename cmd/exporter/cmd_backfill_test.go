package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

func TestPlanOfABackfillSaysWhatItWouldDoAndWritesNothing(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 30})
	headers := len(s.tenant.Headers())
	wants := func(r result, due int) {
		t.Helper()
		for _, want := range []string{
			fmt.Sprintf("listed%*s", 3, fmt.Sprint(headers)), "due  ", fmt.Sprintf("%d at least", 2*due),
		} {
			if !strings.Contains(strings.Join(strings.Fields(r.stdout), " "), strings.Join(strings.Fields(want), " ")) {
				t.Errorf("got %s, want %q in it", r, want)
			}
		}
	}
	s.part("without a warehouse", func() {
		wants(s.want(exit.Complete, "backfill", "--from", "30d", "--plan"), headers)
		if got := s.tenant.Requests().Of(graphtest.Record); got != 0 {
			t.Errorf("got %d requests for records, want none", got)
		}
		if _, err := os.Stat(s.store); err == nil {
			t.Error("got a warehouse, want none")
		}
	})
	s.part("with one, when all is in but one", func() {
		s.want(exit.Complete, "run")
		s.tenant.Grow(s.tenant.Headers()[0].ID)
		wants(s.want(exit.Complete, "backfill", "--from", "30d", "--plan"), 1)
		s.wantAnswer("0", "SELECT count() FROM callrecords_store.runs WHERE command = 'backfill'")
		s.wantAnswer("0", "SELECT countIf(due = 1) FROM callrecords_store.ledger_state")
	})
	s.part("of what is gone in part", func() {
		r := s.want(exit.Partial, "backfill", "--from", "40d", "--plan")
		if !strings.Contains(r.stdout, "10.0 of the window's 40.0 days are gone") {
			t.Errorf("got %s, want how much is gone", r)
		}
	})
}

func TestBackfillOfAParticipantLoadsTheirCallsAndNoOthers(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 60})
	headers := s.tenant.Headers()
	who := s.tenant.Participants(headers[0].ID)[0]
	want := 0
	for _, h := range headers {
		if slices.Contains(s.tenant.Participants(h.ID), who) {
			want++
		}
	}
	s.want(exit.Complete, "backfill", "--from", "30d", "--participant", who)
	s.wantAnswer(fmt.Sprint(want), "SELECT count() FROM records")
	s.wantAnswer("0", "SELECT sum(reconcile) FROM callrecords_store.runs")
	s.want(exit.Usage, "backfill", "--from", "30d", "--participant", "")
	s.want(exit.Complete, "run")
	s.wantWarehouseIsTenant()
}
