package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/schema"
)

// backfillCommand is exporter backfill.
func (p *program) backfillCommand() *cobra.Command {
	var from, to string
	e := ending{command: "backfill"}
	c := &cobra.Command{
		Use:   "backfill --from TIME [--to TIME]",
		Short: "Export the calls that started in a given window",
		Long: "backfill lists the calls that started in [from, to), and loads what the warehouse lacks of them\n" +
			"and what is still due from earlier runs. Stopped on the way, the same command goes on where it was.\n" +
			"TIME is 2026-01-31 or 2026-01-31T12:00:00Z. Graph keeps 30 days.\n\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.tell(c.Context(), &e, func() error {
				w, err := window(from, to, time.Now())
				if err != nil {
					return usage(err)
				}
				cfg, err := p.settings(config.Load)
				if err != nil {
					return err
				}
				return p.exportOnce(c.Context(), cfg, w, &e)
			})
		},
	}
	c.Flags().StringVar(&from, "from", "", "first start, inclusive (required)")
	c.Flags().StringVar(&to, "to", "", "last start, exclusive (default now)")
	endingFlags(c, &e)
	return c
}

// window reads the bounds of a backfill and holds them against what Graph has.
func window(from, to string, now time.Time) (w schema.Window, err error) {
	if from == "" {
		return w, fmt.Errorf("--from is missing")
	}
	if w.From, err = parseTime(from); err != nil {
		return w, fmt.Errorf("--from: %w", err)
	}
	w.To = now
	if to != "" {
		if w.To, err = parseTime(to); err != nil {
			return w, fmt.Errorf("--to: %w", err)
		}
	}
	switch {
	case !w.From.Before(w.To):
		return w, fmt.Errorf("window %s is empty", w)
	case w.To.Before(now.Add(-schema.CallRecords.Retention)):
		return w, fmt.Errorf(
			"window %s: Graph keeps calls for 30 days from their start, so there is nothing left of it",
			w,
		)
	}
	return w, nil
}

// parseTime reads a day or an instant, UTC.
func parseTime(s string) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, fmt.Errorf("%q is not a time like 2026-01-31 or 2026-01-31T12:00:00Z", s)
	}
	return t.UTC(), nil
}
