package loading

import (
	"fmt"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/offline"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/tenants"
	"callrecords/load/archive"
	"callrecords/schema"
)

// replayFlags is what exporter replay is asked for.
type replayFlags struct {
	from, to, record, tenant string
	anew                     bool
}

// Replay is exporter replay.
func Replay(p *program.Program) *cobra.Command {
	var r replayFlags
	e := ending{command: "replay"}
	c := &cobra.Command{
		Use:   "replay [--from TIME] [--to TIME] [--record ID]",
		Short: "Flatten the archive anew: after a column was added, or records were set aside",
		Long: "replay flattens the pages in the archive again and loads them under new load ids, so that a column\n" +
			"that was added is filled for records that Graph forgot long ago, and records that were set aside\n" +
			"come in once the exporter can read them. Graph is not asked. Records that are not in the archive (see\n" +
			"export.raw_pages and export.raw_retention) stay as they are.\n\n" +
			"Stopped on the way, the same command goes on where it was, for a day; --anew begins again.\n\n" + exit.Codes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return tell(c.Context(), p, &e, func() error {
				cfg, err := p.Settings(config.LoadWarehouse)
				if err != nil {
					return err
				}
				s, err := r.selection()
				if err != nil {
					return exit.WrongUsage(err)
				}
				e.outcomes, err = offline.Replay(c.Context(), atHand(p, cfg, &e), s, r.anew)
				return err
			})
		},
	}
	c.Flags().StringVar(&r.from, "from", "", "only records that start at this time or later")
	c.Flags().StringVar(&r.to, "to", "", "only records that start before this time")
	c.Flags().StringVar(&r.record, "record", "", "only this call record")
	c.Flags().StringVar(&r.tenant, "tenant", "", "only this tenant (default all in the archive)")
	c.Flags().BoolVar(&r.anew, "anew", false, "do not go on with a replay that was stopped")
	endingFlags(c, &e)
	return c
}

// selection reads the flags.
func (r replayFlags) selection() (s archive.Selection, err error) {
	if r.record != "" {
		if s.Record, err = schema.ParseRecordID(r.record); err != nil {
			return s, fmt.Errorf("--record: %w", err)
		}
	}
	if r.tenant != "" {
		if s.Tenant, err = tenants.ID(r.tenant); err != nil {
			return s, err
		}
	}
	s.Window, err = windowFlags(r.from, r.to)
	return s, err
}
