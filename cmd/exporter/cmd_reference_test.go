package main

import (
	"os"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// tenantsOwn is the condition of the rows of the site's tenant.
const tenantsOwn = " WHERE tenant_id = '" + graphtest.DefaultTenantID + "'"

func TestReferenceDataIsLoadedListedCheckedAndRemoved(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12})
	s.want(exit.Complete, "run")
	file := func(name, text string) string {
		s.must(os.WriteFile(s.path(name), []byte(text), 0o600))
		return s.path(name)
	}

	var unmapped string
	s.part("what is missing is a file that loads", func() {
		unmapped = s.want(exit.Complete, "reference", "check").stdout
		if strings.Count(unmapped, "\n") < 3 {
			s.Fatalf("got %q, want some networks", unmapped)
		}
		named := strings.ReplaceAll(unmapped, ",24,,", ",24,Found,")
		s.says(exit.Complete, []string{"rows are in force"}, "reference", "load", "buildings", file("all.csv", named))
		if r := s.want(exit.Complete, "reference", "check"); r.stdout != "" {
			s.Errorf("got %s, want that nothing is missing", r)
		}
		// The documented query, as it stands in the document.
		for _, sql := range documentedQueries(t, "../../docs/reference.md") {
			s.wantAnswer(s.ask("SELECT count() FROM streams WHERE replaceRegexpOne(caller_network_ip_address, '[0-9]+$', '0/24') "+
				"IN (SELECT network FROM buildings WHERE building = 'Found')"),
				"SELECT max(streams) FROM ("+sql+") WHERE building = 'Found'")
		}
	})
	loaded := s.ask("SELECT count() FROM buildings" + tenantsOwn)
	const bad = "10.1.0.0,,16,HQ,,,,,,,,,1,0,0\n10.1.2.0,,24,Annex,,,,,,,,,1,0,0\n10.300.0.0,,16,,,,,,,,,,1,0,0\n"
	for name, c := range map[string]struct {
		code  int
		words []string
		args  []string
	}{
		"a line is wrong":       {exit.Usage, []string{"nothing was loaded", "bad.csv:3: network: "}, []string{"buildings", file("bad.csv", bad)}},
		"no such kind":          {exit.Usage, []string{"no kind", "buildings, endpoints"}, []string{"building", s.path("bad.csv")}},
		"no such file":          {exit.Usage, []string{"no such file"}, []string{"buildings", s.path("none.csv")}},
		"nothing in it":         {exit.Usage, []string{"has no rows"}, []string{"buildings", file("empty.csv", "\n")}},
		"no such tenant":        {exit.Usage, []string{"is not a GUID"}, []string{"buildings", s.path("bad.csv"), "--tenant", "x"}},
		"a try":                 {exit.Complete, []string{"would be in force"}, []string{"buildings", s.path("all.csv"), "--dry-run"}},
		"a try of a wrong file": {exit.Partial, []string{"bad.csv:3: ", "1 line of"}, []string{"buildings", s.path("bad.csv"), "--dry-run", "--partial"}},
	} {
		s.part(name, func() {
			s.says(c.code, c.words, append([]string{"reference", "load"}, c.args...)...)
			s.wantAnswer(loaded, "SELECT count() FROM buildings"+tenantsOwn)
		})
	}
	s.part("the lines that are right", func() {
		s.says(exit.Partial, []string{"2 rows are in force", "bad.csv:3: ", "1 line of"},
			"reference", "load", "buildings", s.path("bad.csv"), "--partial")
		s.wantAnswer("HQ\nAnnex", "SELECT building FROM buildings"+tenantsOwn+" ORDER BY line")
		s.says(exit.Complete, []string{"bad.csv", "(ships with the exporter)"}, "reference", "list")
		s.says(exit.Complete, []string{"line 2: 10.1.2.0/24 (Annex) is inside 10.1.0.0/16 (HQ) of line 1"}, "reference", "check")
	})
	s.part("removed", func() {
		s.says(exit.Complete, []string{"removed"}, "reference", "remove", "buildings")
		s.says(exit.Complete, []string{"there were none"}, "reference", "remove", "buildings")
		if r := s.want(exit.Complete, "reference", "check"); r.stdout != unmapped {
			s.Errorf("got %s, want what was missing at first: %s", r, unmapped)
		}
	})
}
