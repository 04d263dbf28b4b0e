package loading

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/cmd/exporter/internal/tenants"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/extract"
	"callrecords/schema"
)

// backfillFlags is what exporter backfill is asked for.
type backfillFlags struct {
	from, to, participant string
	families              []string
	tenants               tenants.Flags
	shard                 shardFlags
}

// Backfill is exporter backfill.
func Backfill(p *program.Program) *cobra.Command {
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
			"With --shard, several backfills of one window share the work: docs/backfill.md.\n\n" + exit.Codes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			ctx := c.Context()
			if plan {
				o, err := b.options(c, p)
				if err != nil {
					return err
				}
				planned, err := export.Plan(ctx, o)
				return errors.Join(err, printPlan(p.Output(), planned))
			}
			return tell(ctx, p, &e, func() error {
				o, err := b.options(c, p)
				if err != nil {
					return err
				}
				return exportOnce(ctx, o, &e)
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
	b.tenants.Add(c)
	endingFlags(c, &e)
	b.shard.add(c)
	c.MarkFlagsMutuallyExclusive("plan", "json")
	return c
}

// options read the flags and the configuration.
func (b *backfillFlags) options(c *cobra.Command, p *program.Program) (o export.Options, err error) {
	w, err := window(b.from, b.to, time.Now())
	if err != nil {
		return o, exit.WrongUsage(err)
	}
	if c.Flags().Changed("participant") {
		if err := extract.CheckParticipant(b.participant); err != nil {
			return o, exit.WrongUsage(fmt.Errorf("--participant: %w", err))
		}
	}
	cfg, err := p.Settings(config.Load)
	if err != nil {
		return o, err
	}
	if cfg.Tenants, err = b.tenants.Choose(cfg.Tenants); err != nil {
		return o, err
	}
	o = p.Export(cfg, "backfill")
	o.Window, o.Participant = w, b.participant
	if o.Only, err = chosenFamilies(p.Families, cfg.Export, b.families); err != nil {
		return o, exit.WrongUsage(err)
	}
	if err := kept(w, time.Now(), wiring.Chosen(p.Families, cfg.Export), o.Only); err != nil {
		return o, exit.WrongUsage(err)
	}
	o.Shard, err = b.shard.read(p.Environ, cfg.Export.QuotaShare)
	return o, exit.WrongUsage(err)
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
