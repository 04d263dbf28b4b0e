package schedule

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// began runs the loop for a while of fake time and says after how long each
// run began.
func began(t *testing.T, spec string, whole, takes time.Duration) []time.Duration {
	t.Helper()
	return beganLate(t, spec, whole, takes, 0)
}

// beganLate is the same with a jitter.
func beganLate(t *testing.T, spec string, whole, takes, jitter time.Duration) (runs []time.Duration) {
	t.Helper()
	s, err := Parse(spec)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		start := time.Now() // 2000-01-01 00:00 UTC, in a synctest bubble
		ctx, cancel := context.WithTimeout(t.Context(), whole)
		defer cancel()
		loop := Loop{Schedule: s, Jitter: jitter, Grace: time.Hour, Job: func(context.Context) {
			runs = append(runs, time.Since(start))
			time.Sleep(takes)
		}}
		if err := loop.Run(ctx); err != nil {
			t.Error(err)
		}
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

func TestJobThatTakesLongMakesUpForOneTimeAndNeverOverlaps(t *testing.T) {
	t.Parallel()
	got := began(t, "*/15 * * * *", 99*time.Minute, 50*time.Minute)
	want := []time.Duration{0, 50 * time.Minute} // of 15, 30 and 45 minutes, one
	if !slices.Equal(got, want) {
		t.Errorf("runs began after: got %v, want %v", got, want)
	}
}

func TestJobIsToldWhenTheNextOneIs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spec  string
		takes time.Duration
		whole time.Duration
		want  []string
	}{
		"each quarter":      {"*/15 * * * *", 0, 20 * time.Minute, []string{"00:15 UTC", "00:30 UTC"}},
		"never in the past": {"*/15 * * * *", 16 * time.Minute, 31 * time.Minute, nil},
		"in a time zone":    {"CRON_TZ=Asia/Kolkata 0 6 * * *", 0, time.Hour, []string{"00:30 UTC", "00:30 UTC"}},
		"never":             {"0 0 30 2 *", 0, time.Hour, []string{"00:00 UTC"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := Parse(c.spec)
			if err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), c.whole)
				defer cancel()
				var told []string
				loop := Loop{
					Schedule: s, Grace: time.Hour, Job: func(context.Context) { time.Sleep(c.takes) },
					Waiting: func(next time.Time) {
						if !next.IsZero() && !next.After(time.Now()) {
							t.Errorf("got %s, want a time in the future", next)
						}
						told = append(told, next.UTC().Format("15:04 MST"))
					},
				}
				if err := loop.Run(ctx); err != nil {
					t.Error(err)
				}
				if !slices.Equal(told, c.want) {
					t.Errorf("got %q, want %q", told, c.want)
				}
			})
		})
	}
}

func TestScheduleWithoutANextTimeWaitsForTheEnd(t *testing.T) {
	t.Parallel()
	if got := began(t, "0 0 30 2 *", time.Hour, 0); !slices.Equal(got, []time.Duration{0}) {
		t.Errorf("runs began after: got %v, want the first one only", got)
	}
}

// Many loops on one schedule, as many exporters are.
func TestJitterMovesEveryRunLaterAndByNoMore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spec          string
		jitter, takes time.Duration
		ticks         func(i int) time.Duration // of the run with that number
	}{
		"one run per time": {"@hourly", 10 * time.Minute, time.Minute, func(i int) time.Duration { return time.Duration(i) * time.Hour }},
		"a time that passes in the jitter": {
			"@hourly", 10 * time.Minute, 55 * time.Minute, func(i int) time.Duration { return time.Duration(i) * time.Hour },
		},
		"by the duration": {"@every 30m", 29 * time.Minute, 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			late := map[time.Duration]int{}
			for range 50 {
				runs := beganLate(t, c.spec, 8*time.Hour, c.takes, c.jitter)
				for i, at := range runs {
					tick := at
					switch {
					case i == 0:
					case c.ticks != nil:
						tick = c.ticks(i)
					default:
						tick = (runs[i-1] + 30*time.Minute).Truncate(time.Second) // as cron does
					}
					if at < tick || at >= tick+c.jitter && i > 0 {
						t.Fatalf("run %d: got it %s after its time, want from 0 to %s", i, at-tick, c.jitter)
					}
					late[at-tick]++
				}
				if len(runs) < 8 {
					t.Fatalf("got %d runs in 8 hours, want 8 or more", len(runs))
				}
			}
			if len(late) < 100 {
				t.Errorf("got %d delays that differ, want them by chance", len(late))
			}
		})
	}
}

func TestTimeThatPassesInARunIsMadeUpForOnceAndAtOnceWhateverTheJitter(t *testing.T) {
	t.Parallel()
	got := beganLate(t, "*/15 * * * *", 99*time.Minute, 50*time.Minute, 10*time.Minute)
	want := []time.Duration{0, 50 * time.Minute} // of 15, 30 and 45 minutes, one
	if !slices.Equal(got, want) {
		t.Errorf("runs began after: got %v, want %v", got, want)
	}
}

// A reload in the jitter, when the time of the schedule has passed and its run is still to
// come.
func TestReloadInTheJitterLeavesNoTimeOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 119*time.Minute)
		defer cancel()
		reload := make(chan struct{}, 1)
		var runs []time.Duration
		loop := Loop{Schedule: hourly(t), Jitter: 50 * time.Minute, Grace: time.Hour, Reload: reload}
		loop.Job = func(context.Context) { runs = append(runs, time.Since(start)) }
		loop.Reloaded = func(context.Context) {}
		for at := time.Minute; at < 119*time.Minute; at += time.Minute {
			time.AfterFunc(at, func() { reload <- struct{}{} })
		}
		if err := loop.Run(ctx); err != nil {
			t.Error(err)
		}
		if len(runs) != 2 || runs[1] < time.Hour || runs[1] >= 110*time.Minute {
			t.Errorf("runs began after: got %v, want one at once and one from 1h to 1h50m", runs)
		}
	})
}

func TestJobThatIsToldToStopHasAGrace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		needs time.Duration
		want  error
		ends  time.Duration
	}{
		"ends in time": {20 * time.Second, nil, 80 * time.Second},
		"does not":     {40 * time.Second, ErrGrace, 90 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				loop := Loop{Schedule: hourly(t), Grace: 30 * time.Second, Job: func(ctx context.Context) {
					<-ctx.Done()
					time.Sleep(c.needs)
				}}
				if err := loop.Run(ctx); !errors.Is(err, c.want) {
					t.Errorf("got %v, want %v", err, c.want)
				}
				if took := time.Since(start); took != c.ends {
					t.Errorf("got an end after %s, want %s", took, c.ends)
				}
				time.Sleep(time.Hour) // lets the job end
			})
		})
	}
}

func TestReloadComesBetweenRunsAndMayChangeTheSchedule(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Minute)
		defer cancel()
		reload := make(chan struct{}, 1)
		var runs []time.Duration
		loop := Loop{Schedule: hourly(t), Grace: time.Hour, Reload: reload}
		running := false
		loop.Job = func(context.Context) {
			running = true
			runs = append(runs, time.Since(start))
			if len(runs) == 1 {
				reload <- struct{}{}
			}
			time.Sleep(time.Minute)
			running = false
		}
		loop.Reloaded = func(context.Context) {
			if running {
				t.Error("got a reload in a run, want it after")
			}
			loop.Schedule, _ = Parse("*/20 * * * *")
		}
		if err := loop.Run(ctx); err != nil {
			t.Error(err)
		}
		if want := []time.Duration{0, 20 * time.Minute, 40 * time.Minute}; !slices.Equal(runs, want) {
			t.Errorf("runs began after: got %v, want %v", runs, want)
		}
	})
}

func TestReloadOfAScheduleWithoutANextTimeBringsOne(t *testing.T) {
	t.Parallel()
	never, err := Parse("0 0 30 2 *")
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Minute)
		defer cancel()
		reload := make(chan struct{}, 1)
		runs := 0
		loop := Loop{Schedule: never, Grace: time.Hour, Reload: reload, Job: func(context.Context) { runs++ }}
		loop.Reloaded = func(context.Context) { loop.Schedule = hourly(t) }
		time.AfterFunc(10*time.Minute, func() { reload <- struct{}{} })
		if err := loop.Run(ctx); err != nil {
			t.Error(err)
		}
		if want := 2; runs != want { // at once, and at the next full hour
			t.Errorf("got %d runs, want %d", runs, want)
		}
	})
}

func hourly(t *testing.T) Schedule {
	t.Helper()
	s, err := Parse("@hourly")
	if err != nil {
		t.Fatal(err)
	}
	return s
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
