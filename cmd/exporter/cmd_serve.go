package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/schedule"
)

// serveCommand is exporter serve.
func (p *program) serveCommand() *cobra.Command {
	var flags listenFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Export now and then on the schedule of schedule.cron, until stopped",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return p.serve(c.Context(), flags) },
	}
	c.Flags().StringVar(&flags.address, "listen", "",
		"serve the embedded warehouse to readers at host:port meanwhile (default listen.address)")
	c.Flags().StringVar(&flags.passwordFile, "password-file", "",
		"file that holds the readers' password (default listen.password_file)")
	return c
}

// serve keeps the warehouse open and exports on schedule. A run that fails is
// logged and does not end it: what it left is due in the next one.
func (p *program) serve(ctx context.Context, flags listenFlags) error {
	cfg, err := p.settings(config.Load)
	if err != nil {
		return err
	}
	cfg.Listen = flags.over(cfg.Listen)
	when, err := schedule.Parse(cfg.Schedule.Cron)
	if err != nil {
		return usage(err)
	}
	x, err := export.Open(ctx, p.export(cfg, "serve"))
	if err != nil {
		return err
	}
	stop := func() error { return nil }
	if cfg.Listen.Address != "" {
		if stop, err = p.listen(ctx, cfg, false, x.Logger); err != nil {
			return errors.Join(err, x.Close())
		}
	}
	schedule.Loop(ctx, when, func(ctx context.Context, next time.Time) {
		if _, err := x.Once(ctx); report.Word(err) == pipeline.RunFailed {
			x.Logger.ErrorContext(ctx, "run failed", "error", err)
		}
		x.Logger.InfoContext(ctx, "waiting", "next_run", next)
	})
	return errors.Join(stop(), x.Close())
}
