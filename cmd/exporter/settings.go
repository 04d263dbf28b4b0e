package main

import (
	"context"
	"io"
	"log/slog"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/metrics"
	"callrecords/cmd/exporter/internal/offline"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load"
)

// settings reads the configuration by [config.Load] for a command that asks
// Graph, or by [config.LoadWarehouse], which wants no tenants.
func (p *program) settings(
	load func(file string, environ []string) (config.Config, error),
) (config.Config, error) {
	return load(config.File(p.config, p.Environ), p.Environ)
}

// opener opens the warehouse.
func (p *program) opener() warehouse.Opener {
	return warehouse.Opener{Families: familyList(), Program: version(), Stderr: p.Stderr, Around: p.around}
}

// withWarehouse opens the warehouse, does something with it, and closes it.
func (p *program) withWarehouse(
	ctx context.Context, c config.Config, a warehouse.Access,
	do func(ctx context.Context, w *load.Warehouse) error,
) error {
	return p.opener().Use(ctx, c, a, p.logger(c.Log), do)
}

// export is what every export of this program has in common. Metrics cost some
// questions to the warehouse, so that there are none where nobody gets them.
func (p *program) export(c config.Config, command string) export.Options {
	progress, log := p.watched(c.Log)
	o := export.Options{
		Config: c, Command: command, Families: families, Opener: p.opener(), Progress: progress, Logger: log,
	}
	if c.Metrics.Delivered() {
		o.Metrics = metrics.New(version())
	}
	return o
}

// offline is what every load of records at hand has in common.
func (p *program) offline(c config.Config, e *ending) offline.Options {
	progress, log := p.watched(c.Log)
	e.log, e.print = log, report.Output.Read
	return offline.Options{
		Config: c, Families: familyList(), Opener: p.opener(), Progress: progress, Logger: log,
	}
}

// logger logs to standard error.
func (p *program) logger(c config.Log) *slog.Logger { return p.loggerOn(p.Stderr, c) }

// loggerOn logs to a writer in front of standard error.
func (p *program) loggerOn(w io.Writer, c config.Log) *slog.Logger {
	return console.Logger(w, c.Level, c.Format, console.Width(p.Stderr))
}

// watched is a progress with the log that it shares standard error with: a line at the
// bottom of a terminal, or else one of the log from time to time.
func (p *program) watched(c config.Log) (*console.Progress, *slog.Logger) {
	progress := p.newProgress()
	log := p.loggerOn(progress, c)
	progress.LogTo(log)
	return progress, log
}

// newProgress is a progress line on standard error, when that is a terminal.
func (p *program) newProgress() *console.Progress {
	return console.NewProgress(p.Stderr, console.Width(p.Stderr), "records")
}
