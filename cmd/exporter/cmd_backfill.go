package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/extract"
	"callrecords/schema"
)

// backfillFlags is what exporter backfill is asked for.
type backfillFlags struct {
	from, to, participant string
	families              []string
	tenants               tenantFlags
	shard                 shardFlags
}

// backfillCommand is exporter backfill.
func (p *program) backfillCommand() *cobra.Command {
	e := ending{command: "backfill"}
	var b backfillFlags
	var plan bool
	c := &cobra.Command{
		Use:   "backfill --from TIME [--to TIME] [--family NAME] [--participant ID] [--shard I/N] [--plan]",
		Short: "Export the calls that started in a given window",
		Long: "backfill lists the calls that started in [from, to), and loads what the warehouse lacks of them, and\n" +
			"nothing else. Stopped on the way, the same command goes on where it was.\n" +
			"TIME is a day, 2026-01-31 (it begins at 00:00 UTC), an instant, 2026-01-31T12:00:00Z, or how long ago,\n" +
			"30d or 12h. Graph keeps call records 30 days from their start, and the logs of phone calls 90 days;\n" +
			"what of the window is older is named, with exit code 3.\n" +
			"With --family, only records of that kind: call_records, pstn_calls, direct_routing_calls.\n" +
			"With --participant, only the calls that somebody took part in: a user's id is the object id in Entra.\n" +
			"With --plan, only the list is read: it says how much there is to do, and writes nothing.\n" +
			"With --shard, several backfills of one window share the work: docs/backfill.md.\n\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			ctx := c.Context()
			if plan {
				o, err := b.options(c, p)
				if err != nil {
					return err
				}
				planned, err := export.Plan(ctx, o)
				return errors.Join(err, printPlan(p.output(), planned))
			}
			return p.tell(ctx, &e, func() error {
				o, err := b.options(c, p)
				if err != nil {
					return err
				}
				return p.exportOnce(ctx, o, &e)
			})
		},
	}
	c.Flags().StringVar(&b.from, "from", "", "first start, inclusive (required)")
	c.Flags().StringVar(&b.to, "to", "", "last start, exclusive (default now)")
	c.Flags().
		StringVar(&b.participant, "participant", "", "only calls that this person, or number, took part in")
	c.Flags().BoolVar(&plan, "plan", false, "say how much there is to do, and load nothing")
	c.Flags().StringSliceVar(&b.families, "family", nil,
		"only this family of records; may be given several times (default all that are exported)")
	b.tenants.add(c)
	endingFlags(c, &e)
	b.shard.add(c)
	c.MarkFlagsMutuallyExclusive("plan", "json")
	return c
}

// options read the flags and the configuration.
func (b *backfillFlags) options(c *cobra.Command, p *program) (o export.Options, err error) {
	w, err := window(b.from, b.to, time.Now())
	if err != nil {
		return o, usage(err)
	}
	if c.Flags().Changed("participant") {
		if err := extract.CheckParticipant(b.participant); err != nil {
			return o, usage(fmt.Errorf("--participant: %w", err))
		}
	}
	cfg, err := p.settings(config.Load)
	if err != nil {
		return o, err
	}
	if cfg.Tenants, err = b.tenants.choose(cfg.Tenants); err != nil {
		return o, err
	}
	o = p.export(cfg, "backfill")
	o.Window, o.Participant = w, b.participant
	if o.Only, err = chosenFamilies(cfg.Export, b.families); err != nil {
		return o, usage(err)
	}
	if err := kept(w, time.Now(), wiring.Chosen(families, cfg.Export), o.Only); err != nil {
		return o, usage(err)
	}
	o.Shard, err = b.shard.read(p.Environ, cfg.Export.QuotaShare)
	return o, usage(err)
}

// window reads the bounds of a backfill and holds them against what Graph has.
func window(from, to string, now time.Time) (w schema.Window, err error) {
	if from == "" {
		return w, fmt.Errorf("--from is missing")
	}
	if w.From, err = parseTimeOrAge(from, now); err != nil {
		return w, fmt.Errorf("--from: %w", err)
	}
	w.To = now
	if to != "" {
		if w.To, err = parseTimeOrAge(to, now); err != nil {
			return w, fmt.Errorf("--to: %w", err)
		}
	}
	if !w.From.Before(w.To) {
		return w, fmt.Errorf("window %s is empty", w)
	}
	return w, nil
}

// kept refuses a window of which Graph has nothing any more, of any family that is asked
// for; nil asks for all.
func kept(w schema.Window, now time.Time, exported []wiring.Family, only []string) error {
	var most time.Duration
	for _, f := range exported {
		if only == nil || slices.Contains(only, f.Name) {
			most = max(most, f.Retention)
		}
	}
	if !w.To.Before(now.Add(-most)) {
		return nil
	}
	return fmt.Errorf(
		"window %s: Graph keeps calls for %d days from their start, so there is nothing left of it",
		w,
		most/(24*time.Hour),
	)
}

// parseTimeOrAge reads a time, or how long before now it was.
func parseTimeOrAge(s string, now time.Time) (time.Time, error) {
	t, err := parseTime(s)
	if err == nil {
		return t, nil
	}
	age, bad := config.ParseDuration(s)
	switch {
	case bad != nil:
		return t, fmt.Errorf("%w, and not how long ago, like 30d or 12h", err)
	case age < 0:
		return t, fmt.Errorf("%q lies in the future", s)
	}
	return now.Add(-age).UTC(), nil
}

// parseTime reads a day or an instant, UTC.
func parseTime(s string) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, fmt.Errorf("%q is not a time like 2026-01-31 (UTC) or 2026-01-31T12:00:00Z", s)
	}
	return t.UTC(), nil
}
