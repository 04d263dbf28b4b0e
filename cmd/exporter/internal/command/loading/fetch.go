package loading

import (
	"errors"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/tenants"
)

// Fetch is exporter fetch.
func Fetch(p *program.Program) *cobra.Command {
	e := ending{command: "fetch"}
	var tenant tenants.Flags
	var again bool
	c := &cobra.Command{
		Use:   "fetch ID…",
		Short: "Load these call records now, and say what became of each",
		Long: "fetch lists nothing: it asks Graph for the records with these ids, from a ticket or from somebody's\n" +
			"change notifications, and loads those that the warehouse lacks. - reads ids from standard input, one\n" +
			"per line. It takes " + strconv.Itoa(
			maxIDs,
		) + " ids per call; the rest is refused by name.\n" +
			"Graph cannot look a callChainId up: it is taken for the id of a record, which it is for most calls.\n\n" +
			exit.Codes,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			ctx := c.Context()
			return tell(ctx, p, &e, func() error {
				asked, err := readIDs(args, os.Stdin)
				if err != nil {
					return exit.WrongUsage(err)
				}
				cfg, err := p.Settings(config.Load)
				if err != nil {
					return err
				}
				if cfg.Tenants, err = tenant.ChooseOne(cfg.Tenants); err != nil {
					return err
				}
				o := p.Export(cfg, "fetch")
				e.log = o.Logger
				x, err := export.Open(ctx, o)
				if err != nil {
					return err
				}
				var outcome report.Outcome
				e.ids, outcome, err = x.Fetch(ctx, asked.ids, again)
				e.outcomes = []report.Outcome{outcome}
				e.ids = append(e.ids, asked.refused...)
				e.print = func(o report.Output, _ []report.Outcome) { o.Asked(e.ids) }
				if err == nil && len(asked.refused) > 0 {
					err = report.ErrPartial
				}
				return errors.Join(err, x.Close())
			})
		},
	}
	tenant.AddOne(c)
	c.Flags().BoolVar(&again, "again", false, "load also what the warehouse has in Graph's version")
	endingFlags(c, &e)
	return c
}
