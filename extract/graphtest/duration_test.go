package graphtest

import (
	"testing"
	"time"
)

func TestISO8601(t *testing.T) {
	t.Parallel()
	for v, want := range map[time.Duration][2]string{
		0:                          {"PT0S", "P0DT0H0M0S"},
		2 * time.Millisecond:       {"PT0.002S", "P0DT0H0M0.002S"},
		62500 * time.Millisecond:   {"PT1M2.5S", "P0DT0H1M2.5S"},
		25*time.Hour + time.Second: {"P1DT1H1S", "P1DT1H0M1S"},
	} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			if got := [2]string{iso8601(v, false), iso8601(v, true)}; got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}
