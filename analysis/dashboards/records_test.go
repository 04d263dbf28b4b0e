package dashboards_test

import (
	"slices"
	"strings"
	"testing"

	"callrecords/analysis/dashboards"
)

// Every row leads to the next level.
func TestEveryRowLeadsOn(t *testing.T) {
	t.Parallel()
	for _, page := range dashboards.Pages() {
		for _, p := range page.Panels {
			leads := slices.ContainsFunc(p.Columns, func(c dashboards.Column) bool { return c.To.Page != "" })
			isTable := slices.Contains([]dashboards.Chart{dashboards.Table, dashboards.League, dashboards.Paste}, p.Chart)
			if isTable && !leads {
				t.Errorf("%s/%s: got that its rows lead nowhere", page.Name, p.Name)
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
