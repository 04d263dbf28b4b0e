package asking

import (
	"errors"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/verification"
	"callrecords/cmd/exporter/internal/warehouse"
)

// Verify is exporter verify.
func Verify(p *program.Program) *cobra.Command {
	var v verification.Options
	var json bool
	c := &cobra.Command{
		Use:   "verify",
		Short: "Hold the warehouse against Graph's list and against itself",
		Long: "verify lists all that Graph keeps (headers only) and holds it against the ledger and the\n" +
			"warehouse, and the warehouse against itself: every row count, commit, page and run. It reports a\n" +
			"figure a kind and names what it found, with what to do. It writes nothing, unless --repair is given:\n" +
			"then what Graph still has is due again, for the next run to load.\n\n" +
			"Exit codes: 0 all is in and whole; 1 failed; 2 wrong usage or configuration; 3 something is left.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			read := config.Load
			if v.Offline {
				read = config.LoadWarehouse
			}
			cfg, err := p.Settings(read)
			if err != nil {
				return err
			}
			need := warehouse.ToRead
			if v.Repair {
				need = warehouse.ToCare
			}
			v.Config, v.Families = cfg, p.Families
			v.Progress, v.Logger = p.Watched(cfg.Log)
			w, store, err := p.Opener().Open(c.Context(), cfg, need, v.Logger)
			if err != nil {
				return err
			}
			_, v.Shared = store.(*warehouse.Shared)
			r, err := verification.Verify(c.Context(), w, v)
			if err == nil {
				err = r.Print(p.Stdout, p.Style(), json)
			}
			return errors.Join(err, store.Close())
		},
	}
	c.Flags().BoolVar(&v.Offline, "offline", false, "do not ask Graph: the warehouse against itself only")
	c.Flags().BoolVar(&v.Repair, "repair", false,
		"make due again what Graph still has, and mend the ledger and the log")
	c.Flags().BoolVar(&v.Values, "values", false,
		"read all that is stored, too, and hold it against its checksums (CHECK TABLE)")
	c.Flags().BoolVar(&json, "json", false, "print one JSON document")
	c.Flags().IntVar(&v.Limit, "limit", 20, "records to name, a kind")
	return c
}
