package loading

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/tenants"
)

// Run is exporter run.
func Run(p *program.Program) *cobra.Command {
	e := ending{command: "run"}
	var shard shardFlags
	var chosen tenants.Flags
	var timeout time.Duration
	c := &cobra.Command{
		Use:   "run [--shard I/N]",
		Short: "Export once, then exit: the CronJob",
		Long: "run lists the lookback (or all 30 days when a reconcile is due), fetches what is new, has a\n" +
			"new version, or is still due from earlier runs, and loads it. With --timeout it stops then, as if it\n" +
			"were told to: what is in stays in, and the next run goes on.\n" +
			"With --shard, several runs share the work: docs/backfill.md.\n\n" + exit.Codes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if timeout < 0 {
				return exit.WrongUsage(fmt.Errorf("--timeout %s is below zero", timeout))
			}
			ctx := c.Context()
			if timeout > 0 {
				var cancel context.CancelFunc
				over := fmt.Errorf("the %s of --timeout are over", timeout)
				ctx, cancel = context.WithTimeoutCause(ctx, timeout, over)
				defer cancel()
			}
			return tell(ctx, p, &e, func() error {
				cfg, err := p.Settings(config.Load)
				if err != nil {
					return err
				}
				if cfg.Tenants, err = chosen.Choose(cfg.Tenants); err != nil {
					return err
				}
				o := p.Export(cfg, "run")
				if o.Shard, err = shard.read(p.Environ, cfg.Export.QuotaShare); err != nil {
					return exit.WrongUsage(err)
				}
				return exportOnce(ctx, o, &e)
			})
		},
	}
	chosen.Add(c)
	c.Flags().DurationVar(&timeout, "timeout", 0, "stop after this time, such as 50m (default never)")
	endingFlags(c, &e)
	shard.add(c)
	return c
}

// exportOnce runs one export of all tenants.
func exportOnce(ctx context.Context, o export.Options, e *ending) error {
	e.log, e.print = o.Logger, report.Output.Exported
	x, err := export.Open(ctx, o)
	if err != nil {
		return err
	}
	e.outcomes, err = x.Once(ctx)
	return errors.Join(err, x.Close())
}
