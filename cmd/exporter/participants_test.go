package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// Calls between two whose participants were not asked for are whole: nobody looks for what
// was not wanted, and their people are known from the sessions. Wanted later, the
// participants come with fetch --again.
func TestParticipantsOfMeetingsOnly(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 60, Seed: 7}, "quota_share: 1", "quota_share: 1\n  participants: meetings")
	const (
		ofTwo = "FROM participants WHERE record_id IN (SELECT record_id FROM sessions GROUP BY record_id HAVING count() = 1)" +
			" AND record_id IN (SELECT record_id FROM records WHERE type = 'peerToPeer')"
		people = "SELECT * EXCEPT (in_list, load_id) FROM call_people AS p SEMI JOIN (SELECT record_id FROM records WHERE type = 'peerToPeer') AS r" +
			" USING record_id ORDER BY ALL"
	)
	s.want(exit.Complete, "run")
	calls := s.ask("SELECT count() FROM records WHERE type = 'peerToPeer'")
	if calls == "0" {
		t.Fatal("got no calls between two, want some")
	}
	s.wantAnswer("0", "SELECT count() "+ofTwo)
	meetings := 0
	for _, h := range s.tenant.Headers() {
		meetings += len(s.tenant.Participants(h.ID))
	}
	all := fmt.Sprint(meetings)
	known := strings.Split(s.query(people, "TSV"), "\n")

	s.part("they are whole", func() {
		s.wantAnswer("0", "SELECT count() FROM audit")
		s.wantAnswer("0", "SELECT count() FROM callrecords_store.loads WHERE part != ''")
		s.want(exit.Complete, "verify")
		before := s.tenant.Requests().Of(graphtest.Record)
		s.want(exit.Complete, "run")
		s.want(exit.Complete, "replay")
		if got := s.tenant.Requests().Of(graphtest.Record); got != before {
			s.Errorf("got %d records read again, want none", got-before)
		}
	})
	s.part("all are wanted", func() {
		s.reconfigure("participants: meetings", "participants: all")
		s.want(exit.Complete, "run")
		s.wantAnswer("0", "SELECT count() "+ofTwo)
		ids := strings.Fields(s.query("SELECT record_id FROM records WHERE type = 'peerToPeer'", "TSV"))
		r := s.want(exit.Complete, append([]string{"fetch", "--again"}, ids...)...)
		if got := fmt.Sprint(strings.Count(r.stdout, "  loaded ")); got != calls {
			s.Errorf("got %s records loaded again, want %s", got, calls)
		}
		s.wantAnswer(all, "SELECT count() FROM participants")
		s.wantWarehouseIsTenant()
	})
	s.part("the people were there all the same", func() {
		got := strings.Split(s.query(people, "TSV"), "\n")
		for _, line := range got {
			if !slices.Contains(known, line) {
				s.Errorf("got of call_people, only with the list of participants, %s", line)
			}
		}
		if len(got) < 10 || len(got) < len(known) {
			s.Errorf("got %d people, want %d, and 10 at least", len(got), len(known))
		}
	})
}
