package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load"
)

// explain is what exporter explain is asked for.
type explain struct {
	id       string
	diff     bool
	from, to uint64 // versions; 0 is the newest, and the one before it
	limit    int
}

// explainCommand is exporter explain.
func (p *program) explainCommand() *cobra.Command {
	var e explain
	c := &cobra.Command{
		Use:   "explain ID",
		Short: "All we know of one record: listed, versions, loads, pages, rows, errors, expiry, and what is next",
		Long: "explain prints what the warehouse knows of a call record. --diff shows what changed between two\n" +
			"versions of it, property by property, from the pages in the archive. Graph is not asked.\n\n" +
			"Exit codes: 0 known; 1 not known, or failed; 2 wrong usage or configuration.",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			e.id = args[0]
			if (e.from != 0 || e.to != 0) && !e.diff {
				return usage(errors.New("--from and --to go with --diff"))
			}
			cfg, err := p.settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			return p.withWarehouse(
				c.Context(),
				cfg,
				warehouse.ToRead,
				func(ctx context.Context, w *load.Warehouse) error {
					return p.explain(ctx, w, e)
				},
			)
		},
	}
	c.Flags().BoolVar(&e.diff, "diff", false, "what changed between two versions")
	c.Flags().Uint64Var(&e.from, "from", 0, "version before (default the one before --to)")
	c.Flags().Uint64Var(&e.to, "to", 0, "version after (default the newest in the archive)")
	c.Flags().IntVar(&e.limit, "limit", 200, "changes to print")
	return c
}

// explain prints a page for every tenant that has the record: one, unless
// somebody copied.
func (p *program) explain(ctx context.Context, w *load.Warehouse, e explain) error {
	all, err := w.Verify.Explain(ctx, e.id)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return fmt.Errorf(
			"record %s is not known: Graph never listed it to us, and nothing of it was loaded; "+
				"check the id, or exporter backfill over its start",
			e.id,
		)
	}
	for _, r := range all {
		if e.diff {
			err = p.diff(ctx, w, e, r)
		} else {
			err = p.printRecord(r, time.Now())
		}
		if err != nil {
			return err
		}
	}
	return nil
}
