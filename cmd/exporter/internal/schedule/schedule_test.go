package schedule

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// began runs the loop for a while of fake time and says after how long each
// run began.
func began(t *testing.T, spec string, whole, takes time.Duration) (runs []time.Duration) {
	t.Helper()
	s, err := Parse(spec)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		start := time.Now() // 2000-01-01 00:00 UTC, in a synctest bubble
		ctx, cancel := context.WithTimeout(t.Context(), whole)
		defer cancel()
		Loop(ctx, s, func(context.Context, time.Time) {
			runs = append(runs, time.Since(start))
			time.Sleep(takes)
		})
	})
	return runs
}

func TestJobRunsAtOnceAndThenOnSchedule(t *testing.T) {
	t.Parallel()
	got := began(t, "*/15 * * * *", 46*time.Minute, time.Minute)
	want := []time.Duration{0, 15 * time.Minute, 30 * time.Minute, 45 * time.Minute}
	if !slices.Equal(got, want) {
		t.Errorf("runs began after: got %v, want %v", got, want)
	}
}

func TestJobThatTakesLongSkipsTimesAndNeverOverlaps(t *testing.T) {
	t.Parallel()
	got := began(t, "*/15 * * * *", 70*time.Minute, 20*time.Minute)
	want := []time.Duration{0, 30 * time.Minute, time.Hour}
	if !slices.Equal(got, want) {
		t.Errorf("runs began after: got %v, want %v", got, want)
	}
}

func TestScheduleWithoutANextTimeWaitsForTheEnd(t *testing.T) {
	t.Parallel()
	if got := began(t, "0 0 30 2 *", time.Hour, 0); len(got) != 1 {
		t.Errorf("runs: got %d, want the first one only", len(got))
	}
}

func TestWrongSpecIsRefused(t *testing.T) {
	t.Parallel()
	for _, spec := range []string{"", "often", "61 * * * *", "* * * *"} {
		t.Run(cmp.Or(spec, "nothing"), func(t *testing.T) {
			t.Parallel()
			if _, err := Parse(spec); err == nil {
				t.Error("got no error, want one")
			}
		})
	}
}
