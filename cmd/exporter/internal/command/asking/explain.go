package asking

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/explain"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load"
	"callrecords/schema"
)

// Explain is exporter explain.
func Explain(p *program.Program) *cobra.Command {
	var q explain.Question
	c := &cobra.Command{
		Use:   "explain ID",
		Short: "All we know of one record: listed, versions, loads, pages, rows, errors, expiry, and what is next",
		Long: "explain prints what the warehouse knows of a call record. --diff shows what changed between two\n" +
			"versions of it, property by property, from the pages in the archive. Graph is not asked.\n" +
			"The beginning of an id will do where only one record begins so. The id of a row in a log of phone\n" +
			"calls shows that row and its day.\n\n" +
			"Exit codes: 0 known; 1 not known, or failed; 2 wrong usage or configuration.",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, args []string) error {
			var err error
			if q.RecordID, err = schema.ParseRecordID(args[0]); err != nil {
				return exit.WrongUsage(err)
			}
			if (q.From != 0 || q.To != 0) && !q.Diff {
				return exit.WrongUsage(errors.New("--from and --to go with --diff"))
			}
			q.Width = console.Width(p.Stdout)
			cfg, err := p.Settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			explained := func(ctx context.Context, w *load.Warehouse) error {
				return explain.Print(ctx, p.Stdout, w, p.FamilyList(), q)
			}
			return p.WithWarehouse(c.Context(), cfg, warehouse.ToRead, explained)
		},
	}
	c.Flags().BoolVar(&q.Diff, "diff", false, "what changed between two versions")
	c.Flags().Uint64Var(&q.From, "from", 0, "version before (default the one before --to)")
	c.Flags().Uint64Var(&q.To, "to", 0, "version after (default the newest in the archive)")
	c.Flags().IntVar(&q.Limit, "limit", 200, "changes to print")
	return c
}
