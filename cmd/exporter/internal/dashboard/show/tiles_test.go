package show

import (
	"testing"

	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// A figure leads to what it counts.
func TestFiguresLeadToWhatTheyCount(t *testing.T) {
	t.Parallel()
	for measure, want := range map[string]string{
		"dropped":                 "/dashboard/find?building=Lisbon&outcome=dropped",
		"poor_video":              "/dashboard/why?building=Lisbon&media=video",
		"setup_failed":            "/dashboard/find?building=Lisbon&outcome=setup_failed",
		"setup_failed_unexpected": "/dashboard/find?building=Lisbon&expected=no&outcome=setup_failed",
		"dropped_unexpected":      "/dashboard/find?building=Lisbon&expected=no&outcome=dropped",
		"poor_rating":             "/dashboard/find?building=Lisbon&rated=poor",
	} {
		t.Run(measure, func(t *testing.T) {
			t.Parallel()
			s := chosen.StateOf("reliability", map[string][]string{"building": {"Lisbon"}})
			if got := NewTiles(s, []answer.Row{{"measure": measure}})[0].Href; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
	t.Run("from another page", func(t *testing.T) {
		t.Parallel()
		got := NewTiles(chosen.StateOf("health", nil), []answer.Row{{"measure": "dropped"}})[0].Href
		if want := "/dashboard/reliability"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}
