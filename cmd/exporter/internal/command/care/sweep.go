package care

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load"
	"callrecords/load/commit"
)

// Sweep is exporter sweep.
func Sweep(p *program.Program) *cobra.Command {
	var age time.Duration
	c := &cobra.Command{
		Use:   "sweep [--older-than 6h]",
		Short: "Delete the rows that no reader sees",
		Long: "sweep deletes the rows of dead loads: those that a newer version has replaced, and those of exporters\n" +
			"that died on the way. Loads in flight stay, and so does the archive. A run does the same by itself when\n" +
			"more than a tenth of the rows is dead.\n\n" +
			"On a server, where another exporter may be loading, a load must be 6 hours old to be dead. An embedded\n" +
			"warehouse belongs to one process, so that --older-than 0s is safe there.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.Settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			if err := checkSweepAge(cfg.Warehouse, age); err != nil {
				return exit.WrongUsage(err)
			}
			sweep := func(ctx context.Context, w *load.Warehouse) error { return sweep(ctx, p.Stdout, w, age) }
			return p.WithWarehouse(c.Context(), cfg, warehouse.ToCare, sweep)
		},
	}
	c.Flags().DurationVar(&age, "older-than", commit.SweepAge,
		"age of a load that is not live and no longer in flight")
	return c
}

// checkSweepAge refuses an age at which a load may be in flight.
func checkSweepAge(c config.Warehouse, age time.Duration) error {
	_, alone := c.Embedded()
	switch {
	case age < 0:
		return fmt.Errorf("--older-than %s is below zero", age)
	case age < commit.SweepAge && !alone:
		return fmt.Errorf(
			"--older-than %s: another exporter's loads in flight may be older than that; give at least %s",
			age,
			commit.SweepAge,
		)
	}
	return nil
}

// sweep sweeps, leaves the warehouse tidy, and says what was freed.
func sweep(ctx context.Context, out io.Writer, w *load.Warehouse, age time.Duration) error {
	swept, err := w.Commits.Sweep(ctx, age)
	// Also after an error: what was deleted until then is gone.
	fmt.Fprintf(
		out,
		"swept %s rows, %s\n",
		console.Count(int64(swept.Rows)),
		console.Bytes(int64(swept.Bytes)),
	)
	if err != nil {
		return err
	}
	return w.Commits.CompactParts(ctx)
}
