// Package schedule runs a job on a cron schedule. A run never overlaps itself:
// the loop is the lock. It is not for anything that must catch up on missed
// times; the job itself knows what is due.
package schedule

import (
	"context"
	"fmt"
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

// Loop runs the job at once and then at every time of the schedule, until the
// context is done. Times that pass while the job runs are skipped.
func Loop(ctx context.Context, s Schedule, job func(ctx context.Context, next time.Time)) {
	for ctx.Err() == nil {
		job(ctx, s.Next(time.Now().UTC()))
		// The next time is asked for again: some may have passed meanwhile.
		var due <-chan time.Time
		if next := s.Next(time.Now().UTC()); !next.IsZero() {
			due = time.After(time.Until(next))
		} // else there is none, such as February 30th: due is nil and never comes
		select {
		case <-due:
		case <-ctx.Done():
		}
	}
}
