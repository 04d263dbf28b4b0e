package listing

import (
	"testing"
	"time"

	"callrecords/schema"
)

func TestWindowIsHalvedToAMinute(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		window schema.Window
		halves int
	}{
		"a month":           {schema.Window{From: from, To: from.Add(30 * 24 * time.Hour)}, 2},
		"a little too long": {schema.Window{From: from, To: from.Add(ShortestSpan + time.Second)}, 2},
		"short enough":      {schema.Window{From: from, To: from.Add(ShortestSpan)}, 0},
		"without a bound":   {schema.Window{From: from}, 0},
		"without any":       {schema.Window{}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := halve(test.window)
			if len(got) != test.halves {
				t.Fatalf("got %v, want %d halves", got, test.halves)
			}
			if len(got) == 2 &&
				(got[0].From != test.window.From || got[0].To != got[1].From || got[1].To != test.window.To) {
				t.Errorf("got %v, want the whole of %v", got, test.window)
			}
		})
	}
}
