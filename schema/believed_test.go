package schema

import (
	"testing"
	"time"
)

func TestWindowBelievesStartsInItAndAround(t *testing.T) {
	t.Parallel()
	to := time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)
	month := Window{From: to.Add(-30 * 24 * time.Hour), To: to}
	for name, test := range map[string]struct {
		window Window
		start  time.Time
		want   bool
	}{
		"inside":                   {month, to.Add(-time.Hour), true},
		"a little before":          {month, month.From.Add(-StartTolerance), true},
		"long before":              {month, month.From.Add(-StartTolerance - 1), false},
		"a little after":           {month, to.Add(StartTolerance - 1), true},
		"long after":               {month, to.Add(StartTolerance), false},
		"year 2":                   {month, time.Date(2, 1, 1, 0, 0, 0, 0, time.UTC), false},
		"year 1600":                {month, time.Date(1600, 1, 1, 0, 0, 0, 0, time.UTC), false},
		"year 2500":                {month, time.Date(2500, 1, 1, 0, 0, 0, 0, time.UTC), false},
		"year 9999":                {month, time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), false},
		"none":                     {month, time.Time{}, false},
		"no bounds, any day":       {Window{}, to, true},
		"no bounds, none":          {Window{}, time.Time{}, false},
		"no bounds, year 1600":     {Window{}, time.Date(1600, 1, 1, 0, 0, 0, 0, time.UTC), false},
		"no bounds, year 2500":     {Window{}, time.Date(2500, 1, 1, 0, 0, 0, 0, time.UTC), false},
		"no bounds, the first day": {Window{}, time.Unix(0, 0), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.window.Believes(test.start); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
