package main

import (
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

func TestExplainShowsWhatIsKnownAndWhatChanged(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 20})
	s.want(exit.Complete, "run")
	id := s.tenant.Headers()[0].ID
	first := s.ask("SELECT version FROM records WHERE record_id = '" + id + "'")
	s.says(exit.Failed, []string{"the archive has the versions [" + first + "]"}, "explain", "--diff", id)
	s.tenant.Grow(id)
	s.want(exit.Complete, "run")
	version := s.ask("SELECT version FROM records WHERE record_id = '" + id + "'")
	s.part("all that is known", func() {
		s.says(exit.Complete, []string{
			"version " + version + ", load ", "committed, live", "nothing, unless it is listed in a newer version", "in 2",
		}, "explain", id)
	})
	s.part("what changed", func() {
		s.says(exit.Complete, []string{"~ version: " + first + " → " + version, "+ sessions["},
			"explain", id, "--diff", "--limit", "100000")
	})
	s.part("the other way, one line", func() {
		s.says(exit.Complete, []string{"… and "},
			"explain", id, "--diff", "--from", version, "--to", first, "--limit", "1")
	})
	s.part("the beginning of an id", func() {
		s.says(exit.Complete, []string{id, "committed, live"}, "explain", strings.ToUpper(id[:len(id)-1]))
	})
	s.part("the beginning of several ids", func() {
		begins := map[string]string{} // with 20 ids, two begin alike
		for _, h := range s.tenant.Headers() {
			if other := begins[h.ID[:1]]; other != "" {
				s.says(exit.Failed, []string{"several records begin with", h.ID, other}, "explain", h.ID[:1])
				return
			}
			begins[h.ID[:1]] = h.ID
		}
	})
	s.part("unknown record", func() {
		const nobody = "11111111-2222-3333-4444-555555555555"
		s.says(exit.Failed, []string{"record " + nobody + " is not known"}, "explain", nobody)
		s.says(exit.Failed, []string{`"nobody" is not an id`, "its beginning will do"}, "explain", "nobody")
	})
	s.part("wrong usage", func() { s.want(exit.Usage, "explain", id, "--from", "1") })
}
