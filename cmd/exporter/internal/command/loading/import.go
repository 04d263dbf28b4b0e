package loading

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/documents"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/offline"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/tenants"
	"callrecords/schema"
)

// Import is exporter import.
func Import(p *program.Program) *cobra.Command {
	var tenant, family string
	var incomplete, refetch bool
	e := ending{command: "import"}
	c := &cobra.Command{
		Use:   "import FILE…",
		Short: "Load call records from JSON files: what another tool or an old archive has",
		Long: "import loads call records with their sessions and segments from files, in the way that run loads\n" +
			"what it fetched: a version older than the one that is there changes nothing, an equal one replaces\n" +
			"it. FILE is a file, a pipe, a folder (all files in it and below it), or - for standard input.\n" +
			"A file has one document, an array, a document per line, Graph's {\"value\": […]}, or the answers\n" +
			"of a batch or a flow; in UTF-8 or UTF-16; plain, gzip or zstd. Its content tells, not its name.\n\n" +
			"A document that is no whole call record is named by file and line and set aside; the rest loads.\n" +
			"A whole one has participants_v2, sessions and their segments. With --incomplete others load, too;\n" +
			"the next run fetches their records, as long as Graph has them. With --refetch it does so for all\n" +
			"that is imported: for files that a tool may have cut without a sign of it.\n\n" +
			"With --family pstn_calls or direct_routing_calls, FILE has pages or rows of that log. The rows of a day\n" +
			"are gathered over all files; what Graph gave us of a day stays.\n\n" + exit.Codes,
		Example: "  exporter import archive/ more.ndjson.gz\n" +
			"  zstdcat old.json.zst | exporter import --tenant 11111111-2222-3333-4444-555555555555 -",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return tell(c.Context(), p, &e, func() error {
				cfg, err := p.Settings(config.LoadWarehouse)
				if err != nil {
					return err
				}
				if tenant, err = tenants.Of(tenant, cfg); err != nil {
					return exit.WrongUsage(err)
				}
				if err := documents.Check(c.Context(), args); err != nil {
					return exit.WrongUsage(err)
				}
				files := documents.Options{
					Names:      args,
					Stdin:      os.Stdin,
					Incomplete: incomplete,
					Refetch:    refetch,
				}
				f := schema.FamilyNamed(p.FamilyList(), family)
				switch {
				case f.Name == "":
					return exit.WrongUsage(
						fmt.Errorf("--family %s is none of %s", family, familyNames(p.Families)),
					)
				case f.Name != schema.CallRecords.Name && (incomplete || refetch):
					return exit.WrongUsage(errors.New("--incomplete and --refetch are for call records"))
				case f.Name != schema.CallRecords.Name:
					e.outcomes, err = offline.ImportLog(c.Context(), atHand(p, cfg, &e), f, tenant, files)
					return err
				}
				e.outcomes, err = offline.Import(c.Context(), atHand(p, cfg, &e), tenant, files)
				return err
			})
		},
	}
	c.Flags().StringVar(&tenant, "tenant", "",
		"Entra tenant that the records are of (default: the configuration's, when it has one)")
	c.Flags().StringVar(&family, "family", schema.CallRecords.Name, "what the files have records of")
	c.Flags().BoolVar(&incomplete, "incomplete", false,
		"load records without participants, sessions or segments, or with further pages elsewhere, too;\n"+
			"they replace whole ones of the same version")
	c.Flags().BoolVar(&refetch, "refetch", false,
		"leave each record due until a run has fetched it, as long as Graph has it")
	endingFlags(c, &e)
	return c
}
