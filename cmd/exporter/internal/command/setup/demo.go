package setup

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/demo"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/program"
)

// Demo is exporter demo.
func Demo(p *program.Program) *cobra.Command {
	var d demo.Options
	c := &cobra.Command{
		Use:   "demo",
		Short: "Export a simulated tenant into a warehouse, and ask it five questions",
		Long: "demo starts a simulated Microsoft Graph in this process (real HTTPS, tokens, pages and limits),\n" +
			"exports it into an embedded ClickHouse, and answers five questions from the rows. Run again, it\n" +
			"finds nothing new. Then ask on: exporter query \"SELECT …\".\n\n" +
			"With --warehouse the rows go to a ClickHouse server. Its database, user, password and certificates\n" +
			"come from the CALLRECORDS_WAREHOUSE_ variables, its URL never does: the demo's rows belong into no\n" +
			"warehouse that it was not pointed to.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if d.Records < 1 {
				return exit.WrongUsage(fmt.Errorf("--records %d: a tenant has one at least", d.Records))
			}
			if d.Server != "" && c.Flags().Changed("data") {
				return exit.WrongUsage(errors.New("--data and --warehouse exclude one another"))
			}
			d.Program = os.Args[0]
			d.Environ, d.Stdout, d.Output, d.Export = p.Environ, p.Stdout, p.Output(), p.Export
			return demo.Run(c.Context(), d)
		},
	}
	c.Flags().StringVar(&d.Data, "data", "./data", "folder of the embedded warehouse")
	c.Flags().StringVar(&d.Server, "warehouse", "",
		"URL of a ClickHouse server to fill instead, such as http://127.0.0.1:8123")
	c.Flags().IntVar(&d.Records, "records", 600, "call records of the simulated tenant")
	return c
}
