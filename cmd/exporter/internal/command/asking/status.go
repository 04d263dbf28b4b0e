package asking

import (
	"errors"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/status"
	"callrecords/cmd/exporter/internal/warehouse"
)

// Status is exporter status.
func Status(p *program.Program) *cobra.Command {
	var asJSON bool
	var maxAge time.Duration
	c := &cobra.Command{
		Use:   "status",
		Short: "How the exporter is: who runs, the last runs, what is due and until when, what was lost",
		Long: "status reads the warehouse, writes nothing and does not ask Graph. It says that the promise is in\n" +
			"danger, by exit code 3, when a record is due that expires within export.expiry_alarm, when one was\n" +
			"lost unread in the last day, or when no export has come to its end for --max-age.\n\n" +
			"Exit codes: 0 in order; 1 failed; 2 wrong usage or configuration; 3 in danger.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.Settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			q, err := status.QuestionOf(p.Families, cfg, maxAge)
			if err != nil {
				return exit.WrongUsage(err)
			}
			w, store, err := p.Opener().Open(c.Context(), cfg, warehouse.ToRead, p.Logger(cfg.Log))
			if err != nil {
				return err
			}
			if s, ok := store.(*warehouse.Shared); ok {
				q.Holder = &status.Holder{
					PID:     s.Holder.PID,
					Command: s.Holder.Command,
					Since:   s.Holder.Since,
				}
			}
			r, err := status.Ask(c.Context(), w, q)
			if err == nil {
				err = r.Print(p.Stdout, asJSON)
			}
			return errors.Join(err, store.Close())
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	c.Flags().DurationVar(&maxAge, "max-age", 0,
		"how long ago an export may have come to its end (default three times the schedule, 2h at least)")
	return c
}
