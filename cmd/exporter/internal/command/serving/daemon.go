package serving

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"callrecords/cmd/exporter/internal/build"
	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/dashboard"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/listen"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/schedule"
	"callrecords/cmd/exporter/internal/statuspage"
	"callrecords/cmd/exporter/internal/systemd"
)

// daemon is what serve keeps going.
type daemon struct {
	*export.Export
	log       *slog.Logger
	loop      schedule.Loop
	readAgain func() (config.Config, error)
	current   atomic.Pointer[config.Config]                  // asked while it may change
	overdue   atomic.Pointer[func(last time.Time) time.Time] // the same
	began     time.Time
	doing     doing
	unit      systemd.Unit
}

// doing is what a daemon does: it runs, or waits for the next run.
type doing struct {
	mu            sync.Mutex
	running, next time.Time
}

// set says since when a run is under way (zero: none is), and when the next one begins.
func (d *doing) set(running, next time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.running, d.next = running, next
}

// process is what the daemon does, for the page of it.
func (d *daemon) process() statuspage.Process {
	d.doing.mu.Lock()
	defer d.doing.mu.Unlock()
	return statuspage.Process{
		Command: "serve", Version: build.Version(), Since: d.began, Schedule: d.current.Load().Schedule.Cron,
		Running: d.doing.running, Next: d.doing.next,
	}
}

func (d *daemon) grace() time.Duration { return d.current.Load().Schedule.Grace }

// configure takes from a configuration what is asked between two runs.
func (d *daemon) configure(c config.Config) error {
	when, err := schedule.Parse(c.Schedule.Cron)
	if err != nil {
		return err
	}
	d.loop.Schedule, d.loop.Jitter, d.loop.Grace = when, c.Schedule.Jitter, c.Schedule.Grace
	overdue := overdueBy(c, when)
	d.overdue.Store(&overdue)
	d.current.Store(&c)
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
	d.log.InfoContext(ctx, "serving", "version", build.Version(), "tenants", tenants, "schedule", c.Schedule.Cron,
		"jitter", c.Schedule.Jitter.String(), "grace", c.Schedule.Grace.String(),
		"warehouse", c.Warehouse.URL, "listen", c.Listen.Address)
}

// answered says who is answered: a server has readers of its own.
func answered(c config.Config) listen.Options {
	_, embedded := c.Warehouse.Embedded()
	return listen.Options{OperatorsOnly: !embedded}
}

// listening says who is answered, and what operators may ask.
func (d *daemon) listening(pages map[string]listen.Page) listen.Options {
	o := answered(d.Config)
	o.Operator = listen.Operator{
		Metrics: d.Metrics.Handler(), Pages: pages, Home: dashboard.Path, Style: dashboard.Style(),
		Late: func() error { return d.Metrics.Late(*d.overdue.Load(), time.Now()) },
	}
	return o
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
	d.loop.Waiting = func(next time.Time) {
		d.doing.set(time.Time{}, next)
		d.unit.Doing("the next run begins at " + soon(next))
		d.log.InfoContext(ctx, "waiting", "next_run", soon(next))
	}
	return d.loop.Run(ctx)
}

// once is one run. That it was told to stop is no error.
func (d *daemon) once(ctx context.Context) {
	d.doing.set(time.Now(), time.Time{})
	d.unit.Doing("a run is under way since " + soon(time.Now()))
	defer func() { d.doing.set(time.Time{}, time.Now()) }() // until the loop says when
	if _, err := d.Once(ctx); report.Word(report.Stopped(ctx, err)) == pipeline.RunFailed {
		d.log.ErrorContext(ctx, "run failed", "error", err)
	}
	d.Rest(ctx)
}

// reload takes the configuration as it is now, or keeps the old one and says why.
func (d *daemon) reload(ctx context.Context) {
	d.unit.Reloading()
	defer d.unit.Ready()
	next, err := d.readAgain()
	if err == nil {
		next.Listen.Address, next.Listen.PasswordFile = d.Config.Listen.Address, d.Config.Listen.PasswordFile
		next.Listen.Password = d.Config.Listen.Password // where flags may have been in front of them
		if next.Warehouse != d.Config.Warehouse || next.Listen != d.Config.Listen ||
			next.Log != d.Config.Log {
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
