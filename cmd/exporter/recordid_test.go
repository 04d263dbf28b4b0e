package main

import (
	"strings"
	"testing"

	"callrecords/extract/graphtest"
)

func TestRecordIsFoundHoweverItsIDIsSpelled(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3})
	s.want(exitComplete, "run")
	id := s.tenant.Headers()[0].ID
	for _, spelled := range []string{id, strings.ToUpper(id), "{" + id + "}"} {
		if page := s.want(exitComplete, "explain", spelled).stdout; !strings.Contains(page, id) {
			t.Errorf("explain %s: got %s", spelled, page)
		}
		if r := s.want(exitComplete, "replay", "--record", spelled); !strings.Contains(r.stdout, "1") {
			t.Errorf("replay --record %s: got %s", spelled, r)
		}
	}
	long := strings.Repeat("x", 1000)
	s.want(exitUsage, "explain", long)
	s.want(exitUsage, "replay", "--record", long)
}
