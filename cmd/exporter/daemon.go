package main

import (
	"context"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/listen"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/schedule"
)

// daemon is what serve keeps going.
type daemon struct {
	*export.Export
	log       *slog.Logger
	loop      schedule.Loop
	readAgain func() (config.Config, error)
	overdue   atomic.Pointer[func(last time.Time) time.Time] // asked while it may change
	graceTime atomic.Int64
}

func (d *daemon) grace() time.Duration { return time.Duration(d.graceTime.Load()) }

// configure takes from a configuration what is asked between two runs.
func (d *daemon) configure(c config.Config) error {
	when, err := schedule.Parse(c.Schedule.Cron)
	if err != nil {
		return err
	}
	d.loop.Schedule, d.loop.Jitter, d.loop.Grace = when, c.Schedule.Jitter, c.Schedule.Grace
	overdue := overdueBy(c, when)
	d.overdue.Store(&overdue)
	d.graceTime.Store(int64(c.Schedule.Grace))
	return nil
}

// overdueBy says when the next success is overdue after the last one: by the age that is
// configured, or by the schedule.
func overdueBy(c config.Config, when schedule.Schedule) func(last time.Time) time.Time {
	return func(last time.Time) time.Time {
		if age := c.Metrics.ReadyAge; age > 0 {
			return last.Add(age)
		}
		return schedule.Overdue(when, last, c.Schedule.Jitter+c.Schedule.Grace)
	}
}

// announce says what was begun, before a first run that may take hours.
func (d *daemon) announce(ctx context.Context, c config.Config) {
	var tenants []string
	for _, t := range c.Tenants {
		tenants = append(tenants, t.TenantID)
	}
	d.log.InfoContext(ctx, "serving", "version", version(), "tenants", tenants, "schedule", c.Schedule.Cron,
		"jitter", c.Schedule.Jitter.String(), "grace", c.Schedule.Grace.String(),
		"warehouse", c.Warehouse.URL, "listen", c.Listen.Address)
}

// listening says who is answered: a server has readers of its own.
func (d *daemon) listening() listen.Options {
	_, embedded := d.Config.Warehouse.Embedded()
	return listen.Options{OperatorsOnly: !embedded, Operator: listen.Operator{
		Metrics: d.Metrics.Handler(),
		Late:    func() error { return d.Metrics.Late(*d.overdue.Load(), time.Now()) },
	}}
}

// run exports on schedule until the context is done. A hangup asks for the
// configuration to be read again.
func (d *daemon) run(ctx context.Context, hangups <-chan os.Signal) error {
	reload := make(chan struct{}, 1)
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		for {
			select {
			case <-hangups:
				d.log.InfoContext(ctx, "the configuration is read again, after the run if there is one")
				select {
				case reload <- struct{}{}:
				default: // it will be
				}
			case <-ended:
				return
			}
		}
	}()
	d.loop.Job, d.loop.Reload, d.loop.Reloaded = d.once, reload, d.reload
	d.loop.Waiting = func(next time.Time) { d.log.InfoContext(ctx, "waiting", "next_run", soon(next)) }
	return d.loop.Run(ctx)
}

// once is one run. That it was told to stop is no error.
func (d *daemon) once(ctx context.Context) {
	if _, err := d.Once(ctx); report.Word(report.Stopped(ctx, err)) == pipeline.RunFailed {
		d.log.ErrorContext(ctx, "run failed", "error", err)
	}
}

// reload takes the configuration as it is now, or keeps the old one and says why.
func (d *daemon) reload(ctx context.Context) {
	next, err := d.readAgain()
	if err == nil {
		next.Listen.Address, next.Listen.PasswordFile = d.Config.Listen.Address, d.Config.Listen.PasswordFile
		next.Listen.Password = d.Config.Listen.Password // where flags may have been in front of them
		if next.Warehouse != d.Config.Warehouse || next.Listen != d.Config.Listen || next.Log != d.Config.Log {
			d.log.WarnContext(ctx, "changes of warehouse, listen and log are taken at a restart")
		}
		err = d.Reconfigure(ctx, next)
	}
	if err == nil {
		err = d.configure(next)
	}
	if err != nil {
		d.log.ErrorContext(ctx, "the configuration stays as it was", "error", err)
		return
	}
	d.log.InfoContext(ctx, "the configuration was read again",
		"tenants", len(next.Tenants), "schedule", next.Schedule.Cron)
}
