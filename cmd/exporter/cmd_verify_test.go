package main

import (
	"encoding/json"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/verification"
	"callrecords/extract/graphtest"
)

// verified runs verify and reads its JSON.
func (s *site) verified(code int, args ...string) verification.Report {
	s.Helper()
	var r verification.Report
	s.must(json.Unmarshal([]byte(s.want(code, append([]string{"verify", "--json"}, args...)...).stdout), &r))
	return r
}

func TestVerifyFindsRepairsAndIsContent(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12, LargeSessions: 70})
	s.want(exit.Complete, "run")
	if r := s.verified(exit.Complete); !r.Complete || r.Listed != len(s.tenant.Headers()) || len(r.Figures) < 10 {
		t.Fatalf("a whole warehouse: %+v", r)
	}
	headers := s.tenant.Headers()
	torn, grown, gone := headers[0].ID, headers[1].ID, headers[2].ID
	s.ask("DELETE FROM callrecords_store.sessions_all WHERE record_id = '" + torn + "'")
	s.ask("DELETE FROM callrecords_store.loads WHERE record_id = '" + gone + "'")
	s.tenant.Grow(grown)
	s.tenant.Vanish(gone)
	added := s.tenant.Add(2)

	r := s.verified(exit.Partial)
	want := map[string]int{"incomplete": 1, "stale": 1, "ledger_ahead": 1, "only_in_archive": 1, "missing": len(added)}
	for kind, n := range r.Figures {
		if n != want[string(kind)] {
			t.Errorf("%s: %d, want %d", kind, n, want[string(kind)])
		}
	}
	if r := s.verified(exit.Partial, "--offline"); r.Graph || r.Figures["missing"] != 0 || r.Figures["incomplete"] != 1 {
		t.Errorf("offline: %+v", r)
	}
	if r := s.verified(exit.Partial, "--repair"); r.Repaired == nil || r.Repaired.Due == 0 {
		t.Errorf("repair: %+v", r)
	}
	s.want(exit.Partial, "run") // one is lost
	text := s.want(exit.Partial, "verify").stdout
	if !strings.Contains(text, "exporter replay --record "+gone) {
		t.Errorf("nothing says what to do about %s:\n%s", gone, text)
	}
	s.want(exit.Complete, "replay", "--record", gone)
	s.want(exit.Complete, "verify")
	s.wantAnswer("0", "SELECT count() FROM audit")
	documented := documentedQueries(t, "../../docs/verify.md")
	s.wantAnswer("", documented[0])
	s.wantAnswer("replay", "SELECT command FROM ("+strings.ReplaceAll(strings.Replace(documented[1], "run_id", "run_id, command", 1),
		"'HASH'", "(SELECT argMax(row_hash, finished_at) FROM callrecords_store.runs)")+")")
	s.wantAnswer("1", "SELECT sum(listed) = sum(loaded) AND sum(newest) = sum(listed) AND sum(expired_unread) = 0 FROM completeness")
}

func TestVerifySaysWhenGraphCouldNotBeListed(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3})
	s.want(exit.Failed, "verify") // no warehouse yet, and none is made
	s.want(exit.Complete, "run")
	s.configure("client_secret: "+graphtest.DefaultClientSecret, "client_secret: wrong")
	if r := s.want(exit.Failed, "verify"); !strings.Contains(r.stderr, "not listed to the end") || !strings.Contains(r.stdout, "incomplete") {
		t.Errorf("got %s", r)
	}
	s.want(exit.Complete, "verify", "--offline")
}
