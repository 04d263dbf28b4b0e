package status

import (
	"errors"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/schedule"
	"callrecords/cmd/exporter/internal/wiring"
)

// leastAge is the least age of the last success that counts as late, unless a flag says
// otherwise: a CronJob may run less often than schedule.cron says.
const leastAge = 2 * time.Hour

// QuestionOf is what a configuration wants to know. An age of 0 is that of lateAfter.
func QuestionOf(families []wiring.Family, c config.Config, maxAge time.Duration) (q Question, err error) {
	if maxAge < 0 {
		return q, errors.New("--max-age is below zero")
	}
	if maxAge == 0 {
		if maxAge, err = lateAfter(c.Schedule.Cron, time.Now()); err != nil {
			return q, err
		}
	}
	chosen := wiring.Chosen(families, c.Export)
	q = Question{Families: wiring.Plain(chosen), ExpiryAlarm: c.Export.ExpiryAlarm, MaxAge: maxAge}
	for _, f := range chosen {
		if f.Switch(c.Export) == config.SwitchAuto {
			q.Optional = append(q.Optional, f.Name)
		}
	}
	for _, t := range c.Tenants {
		q.Tenants = append(q.Tenants, t.TenantID)
	}
	return q, nil
}

// lateAfter is three intervals of the schedule, or leastAge.
func lateAfter(cron string, now time.Time) (time.Duration, error) {
	when, err := schedule.Parse(cron)
	if err != nil {
		return 0, err
	}
	next := when.Next(now)
	return max(leastAge, 3*when.Next(next).Sub(next)), nil
}
