package main

import (
	"strings"
	"testing"

	"callrecords/extract/graphtest"
)

func TestExplainShowsWhatIsKnownAndWhatChanged(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 5})
	s.want(exitComplete, "run")
	id := s.tenant.Headers()[0].ID
	first := s.ask("SELECT version FROM records WHERE record_id = '" + id + "'")
	if r := s.want(exitFailed, "explain", "--diff", id); !strings.Contains(r.stderr, "the archive has the versions ["+first+"]") {
		t.Errorf("one version: %s", r)
	}
	s.tenant.Grow(id)
	s.want(exitComplete, "run")
	version := s.ask("SELECT version FROM records WHERE record_id = '" + id + "'")
	page := s.want(exitComplete, "explain", id).stdout
	for _, want := range []string{"version " + version + ", load ", "committed, live", "nothing, unless it is listed in a newer version", "in 2"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	diff := s.want(exitComplete, "explain", id, "--diff").stdout
	if !strings.Contains(diff, "~ version: "+first+" → "+version) || !strings.Contains(diff, "+ sessions[") {
		t.Errorf("diff\n%s", diff)
	}
	if back := s.want(exitComplete, "explain", id, "--diff", "--from", version, "--to", first, "--limit", "1").stdout; !strings.Contains(back, "… and ") {
		t.Errorf("the other way, one line\n%s", back)
	}
	if r := s.want(exitFailed, "explain", "nobody"); !strings.Contains(r.stderr, "record nobody is not known") {
		t.Errorf("unknown: %s", r)
	}
	s.want(exitUsage, "explain", id, "--from", "1")
}
