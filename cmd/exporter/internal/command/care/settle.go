package care

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load"
	"callrecords/load/commit"
)

// Settle is exporter settle.
func Settle(p *program.Program) *cobra.Command {
	var incomplete bool
	c := &cobra.Command{
		Use:   "settle [--incomplete]",
		Short: "Move the settle line past old loads, so that queries need not look at their commits",
		Long: "settle sweeps and audits the loads that are 35 days old, and moves the settle line past them: queries then\n" +
			"cost what the newer loads cost, however long the history. Every run does the same by itself, once a day.\n" +
			"A version that comes later all the same, by a replay or an import, is seen like any other.\n\n" +
			"A load with other numbers of rows than it declares stops the line. exporter verify says what to do; when\n" +
			"neither Graph nor the archive nor a file of yours has the record any more, --incomplete lets\n" +
			"the line pass.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.Settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			settle := func(ctx context.Context, w *load.Warehouse) error {
				if err := settle(ctx, p.Stdout, w, incomplete); err != nil {
					return err
				}
				warehouse.FillFacts(ctx, w, p.Logger(cfg.Log))
				return nil
			}
			return p.WithWarehouse(c.Context(), cfg, warehouse.ToCare, settle)
		},
	}
	c.Flags().BoolVar(&incomplete, "incomplete", false,
		"settle incomplete loads, too; verify and the view audit go on naming them")
	return c
}

// settle settles, and says where the line stands.
func settle(ctx context.Context, out io.Writer, w *load.Warehouse, incomplete bool) error {
	settled, err := w.Commits.Settle(ctx, commit.SettleOptions{Incomplete: incomplete})
	line, lineErr := w.Commits.SettleLine(ctx, time.Now())
	if err != nil || lineErr != nil {
		return errors.Join(err, lineErr)
	}
	stands := "no load is old enough yet"
	if line.Line != 0 {
		stands = "the line stands at " + line.Before().Format(time.RFC3339)
	}
	fmt.Fprintf(out, "%s loads settled; %s\n", console.Count(int64(settled)), stands)
	return nil
}
