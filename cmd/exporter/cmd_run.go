package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/report"
)

// runCommand is exporter run.
func (p *program) runCommand() *cobra.Command {
	var shard shardFlags
	c := &cobra.Command{
		Use:   "run [--shard I/N]",
		Short: "Export once, then exit: the CronJob",
		Long: "run lists the lookback (or all 30 days when a reconcile is due), fetches what is new, has a\n" +
			"new version, or is still due from earlier runs, and loads it.\n" +
			"With --shard, several runs share the work: docs/backfill.md.\n\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.settings(config.Load)
			if err != nil {
				return err
			}
			o := p.export(cfg, "run")
			if o.Shard, err = shard.read(p.Environ, cfg.Export.QuotaShare); err != nil {
				return usage(err)
			}
			return p.exportOnce(c.Context(), o)
		},
	}
	shard.add(c)
	return c
}

// exportOnce runs one export of all tenants and prints the summary.
func (p *program) exportOnce(ctx context.Context, o export.Options) error {
	x, err := export.Open(ctx, o)
	if err != nil {
		return err
	}
	outcomes, err := x.Once(ctx)
	report.Summary(p.Stdout, o.Opener.Families, outcomes)
	return errors.Join(err, x.Close())
}
