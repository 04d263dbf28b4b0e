// Package program is what the commands share: where they were called from, and what
// that and the configuration make of the parts.
package program

import (
	"context"
	"io"
	"log/slog"
	"os"

	"callrecords/cmd/exporter/internal/build"
	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/metrics"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/schema"
)

// Program is where the commands were called from. A test makes one with pipes.
type Program struct {
	Environ    []string
	Stdout     *os.File
	Stderr     *os.File
	ConfigFile string          // --config
	Families   []wiring.Family // that can be exported

	Around func(engine.Engine) engine.Engine // a test's own engine around the warehouse's; nil for none
}

// FamilyList is what the warehouse holds.
func (p *Program) FamilyList() []schema.Family { return wiring.Plain(p.Families) }

// Settings reads the configuration by [config.Load] for a command that asks
// Graph, or by [config.LoadWarehouse], which wants no tenants.
func (p *Program) Settings(
	load func(file string, environ []string) (config.Config, error),
) (config.Config, error) {
	return load(config.File(p.ConfigFile, p.Environ), p.Environ)
}

// Opener opens the warehouse.
func (p *Program) Opener() warehouse.Opener {
	return warehouse.Opener{
		Families: p.FamilyList(), Program: build.Version(), Stderr: p.Stderr, Around: p.Around,
	}
}

// WithWarehouse opens the warehouse, does something with it, and closes it.
func (p *Program) WithWarehouse(
	ctx context.Context, c config.Config, a warehouse.Access,
	do func(ctx context.Context, w *load.Warehouse) error,
) error {
	return p.Opener().Use(ctx, c, a, p.Logger(c.Log), do)
}

// Export is what every export of this program has in common. Metrics cost some
// questions to the warehouse, so that there are none where nobody gets them.
func (p *Program) Export(c config.Config, command string) export.Options {
	progress, log := p.Watched(c.Log)
	o := export.Options{
		Config: c, Command: command, Families: p.Families, Opener: p.Opener(), Progress: progress, Logger: log,
	}
	if c.Metrics.Delivered() {
		o.Metrics = metrics.New(build.Version())
	}
	return o
}

// Output is how this program prints a summary.
func (p *Program) Output() report.Output {
	return report.Output{Writer: p.Stdout, Style: p.Style(), Families: p.FamilyList()}
}

// Style is how this program prints on standard output.
func (p *Program) Style() console.Style { return console.StyleOf(p.Stdout, p.Environ) }

// Logger logs to standard error.
func (p *Program) Logger(c config.Log) *slog.Logger { return p.loggerOn(p.Stderr, c) }

// loggerOn logs to a writer in front of standard error.
func (p *Program) loggerOn(w io.Writer, c config.Log) *slog.Logger {
	return console.Logger(w, c.Level, c.Format, console.Width(p.Stderr))
}

// Watched is a progress with the log that it shares standard error with: a line at the
// bottom of a terminal, or else one of the log from time to time.
func (p *Program) Watched(c config.Log) (*console.Progress, *slog.Logger) {
	progress := console.NewProgress(p.Stderr, console.Width(p.Stderr), "records")
	log := p.loggerOn(progress, c)
	progress.LogTo(log)
	return progress, log
}
