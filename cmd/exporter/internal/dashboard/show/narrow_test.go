package show

import (
	"slices"
	"testing"

	"callrecords/analysis/dashboards"
)

func TestWhatANarrowWindowShowsBesideAName(t *testing.T) {
	t.Parallel()
	column := func(name string, u dashboards.Unit) dashboards.Column { return dashboards.Column{Name: name, Unit: u} }
	said, under := column("outcome", dashboards.Text), column("client", dashboards.Text)
	said.Beside, under.Under = true, true
	for name, c := range map[string]struct {
		columns []dashboards.Column
		want    []string
	}{
		"the rate and its excess": {[]dashboards.Column{column("site", dashboards.Text), column("network", dashboards.Text),
			column("excess", dashboards.Excess), column("rate", dashboards.Rate), column("n", dashboards.Count)}, []string{"excess", "rate"}},
		"or the first two figures": {[]dashboards.Column{column("reason", dashboards.Text), column("category", dashboards.Text),
			column("sessions", dashboards.Count), column("calls", dashboards.Count), column("seconds", dashboards.Seconds)}, []string{"sessions", "calls"}},
		"or what says so": {[]dashboards.Column{column("began", dashboards.Instant), said, column("listed", dashboards.Count), under}, []string{"outcome"}},
		"a figure first":  {[]dashboards.Column{column("hour", dashboards.Count), column("calls", dashboards.Count)}, []string{"calls"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for i, beneath := range beneathName(c.columns) {
				if i > 0 && !beneath && !c.columns[i].Under {
					got = append(got, c.columns[i].Name)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q beside the name, want %q", got, c.want)
			}
		})
	}
}
