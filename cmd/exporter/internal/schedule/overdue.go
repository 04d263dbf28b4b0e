package schedule

import "time"

// leastOverdue is how long a success is good on any schedule: where runs follow each
// other closely, one that takes long is none the worse.
const leastOverdue = 2 * time.Hour

// Overdue is when the next success of a job is overdue that last succeeded at an instant:
// when two times of the schedule have passed since then, and so long after the second
// one. The zero time is never, where no time follows.
func Overdue(s Schedule, last time.Time, slack time.Duration) time.Time {
	second := s.Next(last.UTC())
	if !second.IsZero() {
		second = s.Next(second)
	}
	if second.IsZero() {
		return second
	}
	overdue, least := second.Add(slack), last.Add(leastOverdue)
	if overdue.Before(least) {
		return least
	}
	return overdue
}
