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

func TestJobIsToldWhenTheNextOneIs(t *testing.T) {
	t.Parallel()
	s, err := Parse("*/15 * * * *")
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
		defer cancel()
		var told []string
		Loop(ctx, s, func(_ context.Context, next time.Time) {
			told = append(told, next.Format("15:04 MST"))
		})
		if want := []string{"00:15 UTC", "00:30 UTC"}; !slices.Equal(told, want) {
			t.Errorf("got %q, want %q", told, want)
		}
	})
}

func TestScheduleWithoutANextTimeWaitsForTheEnd(t *testing.T) {
	t.Parallel()
	s, err := Parse("0 0 30 2 *")
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		start, runs := time.Now(), 0
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		Loop(ctx, s, func(_ context.Context, next time.Time) {
			if !next.IsZero() {
				t.Errorf("next run: got %s, want none", next)
			}
			runs++
		})
		if runs != 1 {
			t.Errorf("runs: got %d, want the first one only", runs)
		}
		if took := time.Since(start); took != time.Hour {
			t.Errorf("got an end after %s, want it with the context, after 1h", took)
		}
	})
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
