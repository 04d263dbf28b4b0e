package dashboards_test

import (
	"slices"
	"strings"
	"testing"

	"callrecords/analysis/dashboards"
)

// Every row leads to the next level, but for those that have none below them.
func TestEveryRowLeadsOn(t *testing.T) {
	t.Parallel()
	last := map[string]string{
		"complaints": "stars that a person gave are all there is of them", "phone_costs": "sums of a currency",
		"call_phones": "on the page of their call", "rule_sets": "a whole range, by other rules",
	}
	for _, page := range dashboards.Pages() {
		for _, p := range page.Panels {
			leads := slices.ContainsFunc(p.Columns, func(c dashboards.Column) bool { return c.To.Page != "" })
			isTable := slices.Contains([]dashboards.Chart{dashboards.Table, dashboards.League, dashboards.Paste}, p.Chart)
			if _, known := last[p.Name]; isTable && leads == known {
				t.Errorf("%s/%s: got that rows lead on: %v, want %v", page.Name, p.Name, leads, !known)
			}
		}
	}
}

// Versions of days of a log have 64 bits, of which a float keeps 53.
func TestVersionsAreTextsAndNoCounts(t *testing.T) {
	t.Parallel()
	for _, page := range dashboards.Pages() {
		for _, p := range page.Panels {
			for _, c := range p.Columns {
				if isVersion := c.Name == "version" || strings.HasSuffix(c.Name, "ed_version"); isVersion && c.Unit != dashboards.Text {
					t.Errorf("%s: got unit %s of %s, want a text", p.Name, c.Unit, c.Name)
				}
			}
		}
	}
}
