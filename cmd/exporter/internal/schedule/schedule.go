// Package schedule runs a job on a cron schedule. A run never overlaps itself:
// the loop is the lock. Of the times that pass while the job runs, it makes up
// for one: the job itself knows what is due.
package schedule

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/robfig/cron/v3"
)

// Schedule says when a job runs next. It is robfig/cron's.
type Schedule interface {
	Next(after time.Time) time.Time
}

// Parse reads five cron fields or a descriptor like @hourly, in UTC unless it
// begins with CRON_TZ=.
func Parse(spec string) (Schedule, error) {
	s, err := cron.ParseStandard(spec)
	if err != nil {
		return nil, fmt.Errorf("cron %q: %w", spec, err)
	}
	return s, nil
}

// ErrGrace says that a job did not end in time when it was told to stop. It may still
// be under way.
var ErrGrace = errors.New(
	"the run did not end within schedule.grace and is left where it is; the next one goes on",
)

// Loop runs a job at once and then at every time of a schedule.
type Loop struct {
	Schedule Schedule
	Jitter   time.Duration // the most that a run begins after its time, by chance
	Grace    time.Duration // how long the job may go on once the context is done

	Job func(ctx context.Context)
	// Waiting is told when the job runs next, which is in the future; the zero time is
	// never. Nil: nobody is.
	Waiting func(next time.Time)
	// Reload asks for Reloaded, between two runs. Reloaded may change the loop.
	Reload   <-chan struct{}
	Reloaded func(ctx context.Context)
}

// nap bounds how long the loop waits before it looks at the clock again: a machine
// that slept, or whose clock was set, is late by no more.
const nap = time.Minute

// Run runs the loop until the context is done.
func (l *Loop) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		began := time.Now()
		if err := l.job(ctx); err != nil {
			return err
		}
		l.wait(ctx, began)
	}
	return nil
}

// job runs the job to its end, or to the end of the grace.
func (l *Loop) job(ctx context.Context) error {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		l.Job(ctx)
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
	}
	select {
	case <-ended:
		return nil
	case <-time.After(l.Grace):
		return ErrGrace
	}
}

// wait returns when the job is to run again, or when the context is done.
func (l *Loop) wait(ctx context.Context, began time.Time) {
	tick, next := l.next(began)
	if !next.IsZero() && !next.After(time.Now()) {
		next = time.Now() // passed while the job ran: made up for now, once
	} else {
		l.tell(ctx, next)
	}
	for ctx.Err() == nil {
		left := nap // also where no time follows, such as February 30th
		if !next.IsZero() {
			left = min(nap, time.Until(next))
		}
		if left <= 0 && len(l.Reload) == 0 {
			return
		}
		select {
		case <-time.After(left):
		case <-l.Reload:
			l.Reloaded(ctx)
			if now := time.Now(); tick.IsZero() || tick.After(now) { // one that has passed is not left out
				tick, next = l.next(now)
				l.tell(ctx, next)
			}
		case <-ctx.Done():
		}
	}
}

// next is the schedule's time after an instant, and when the job is to run for it, which
// is later by chance; zero times for never.
func (l *Loop) next(after time.Time) (tick, at time.Time) {
	tick = l.Schedule.Next(after.UTC())
	if tick.IsZero() || l.Jitter <= 0 {
		return tick, tick
	}
	return tick, tick.Add(rand.N(l.Jitter))
}

// tell tells when the job runs next.
func (l *Loop) tell(ctx context.Context, next time.Time) {
	if l.Waiting != nil && ctx.Err() == nil {
		l.Waiting(next)
	}
}
