package main

import (
	"errors"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/schedule"
	"callrecords/cmd/exporter/internal/status"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/cmd/exporter/internal/wiring"
)

// leastAge is the least age of the last success that counts as late, unless a flag says
// otherwise: a CronJob may run less often than schedule.cron says.
const leastAge = 2 * time.Hour

// statusCommand is exporter status.
func (p *program) statusCommand() *cobra.Command {
	var asJSON bool
	var maxAge time.Duration
	c := &cobra.Command{
		Use:   "status",
		Short: "How the exporter is: who runs, the last runs, what is due and until when, what was lost",
		Long: "status reads the warehouse, writes nothing and does not ask Graph. It says that the promise is in\n" +
			"danger, by exit code 3, when a record is due that expires within export.expiry_alarm, when one was\n" +
			"lost unread in the last day, or when no export has come to its end for --max-age.\n\n" +
			"Exit codes: 0 in order; 1 failed; 2 wrong usage or configuration; 3 in danger.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			q, err := statusQuestion(cfg, maxAge)
			if err != nil {
				return usage(err)
			}
			w, store, err := p.opener().Open(c.Context(), cfg, warehouse.ToRead, p.logger(cfg.Log))
			if err != nil {
				return err
			}
			if s, ok := store.(*warehouse.Shared); ok {
				q.Holder = &status.Holder{
					PID:     s.Holder.PID,
					Command: s.Holder.Command,
					Since:   s.Holder.Since,
				}
			}
			r, err := status.Ask(c.Context(), w, q)
			if err == nil {
				err = r.Print(p.Stdout, asJSON)
			}
			return errors.Join(err, store.Close())
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	c.Flags().DurationVar(&maxAge, "max-age", 0,
		"how long ago an export may have come to its end (default three times the schedule, 2h at least)")
	return c
}

// statusQuestion is what a configuration wants to know. An age of 0 is that of lateAfter.
func statusQuestion(c config.Config, maxAge time.Duration) (q status.Question, err error) {
	if maxAge < 0 {
		return q, errors.New("--max-age is below zero")
	}
	if maxAge == 0 {
		if maxAge, err = lateAfter(c.Schedule.Cron, time.Now()); err != nil {
			return q, err
		}
	}
	chosen := wiring.Chosen(families, c.Export)
	q = status.Question{Families: plain(chosen), ExpiryAlarm: c.Export.ExpiryAlarm, MaxAge: maxAge}
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
