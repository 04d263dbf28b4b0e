package main

import (
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

func TestRecordIsFoundHoweverItsIDIsSpelled(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3})
	s.want(exit.Complete, "run")
	id := s.tenant.Headers()[0].ID
	for _, spelled := range []string{id, strings.ToUpper(id), "{" + id + "}"} {
		if page := s.want(exit.Complete, "explain", spelled).stdout; !strings.Contains(page, id) {
			t.Errorf("explain %s: got %s", spelled, page)
		}
		if r := s.want(exit.Complete, "replay", "--record", spelled); !strings.Contains(r.stdout, "1") {
			t.Errorf("replay --record %s: got %s", spelled, r)
		}
	}
	long := strings.Repeat("x", 1000)
	s.want(exit.Usage, "explain", long)
	s.want(exit.Usage, "replay", "--record", long)
}
