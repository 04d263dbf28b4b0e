package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"hash/fnv"
	"iter"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load/archive"
	"callrecords/schema"
)

// replayFlags is what exporter replay is asked for.
type replayFlags struct {
	from, to, record, tenant string
	anew                     bool
}

// replayCommand is exporter replay.
func (p *program) replayCommand() *cobra.Command {
	var r replayFlags
	c := &cobra.Command{
		Use:   "replay [--from TIME] [--to TIME] [--record ID]",
		Short: "Flatten the archive anew: after a column was added, or records were set aside",
		Long: "replay flattens the pages in the archive again and loads them under new load ids, so that a column\n" +
			"that was added is filled for records that Graph forgot long ago, and records that were set aside\n" +
			"come in once the exporter can read them. Graph is not asked. Records that are not in the archive (see\n" +
			"export.raw_pages and export.raw_retention) stay as they are.\n\n" +
			"Stopped on the way, the same command goes on where it was, for a day; --anew begins again.\n\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.settings(config.LoadWarehouse)
			if err != nil {
				return err
			}
			s, err := r.selection()
			if err != nil {
				return usage(err)
			}
			return p.replay(c.Context(), cfg, s, r.anew)
		},
	}
	c.Flags().StringVar(&r.from, "from", "", "only records that start at this time or later")
	c.Flags().StringVar(&r.to, "to", "", "only records that start before this time")
	c.Flags().StringVar(&r.record, "record", "", "only this call record")
	c.Flags().StringVar(&r.tenant, "tenant", "", "only this tenant (default all in the archive)")
	c.Flags().BoolVar(&r.anew, "anew", false, "do not go on with a replay that was stopped")
	return c
}

// everything is the window when one bound is given; a fixed one, so that the
// same flags mean the same replay.
var everything = schema.Window{From: time.Unix(0, 0).UTC(), To: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)}

// selection reads the flags.
func (r replayFlags) selection() (s archive.Selection, err error) {
	s.Record = r.record
	if r.tenant != "" {
		if s.Tenant, err = tenantID(r.tenant); err != nil {
			return s, err
		}
	}
	if r.from == "" && r.to == "" {
		return s, nil
	}
	s.Window = everything
	if r.from != "" {
		if s.Window.From, err = parseTime(r.from); err != nil {
			return s, fmt.Errorf("--from: %w", err)
		}
	}
	if r.to != "" {
		if s.Window.To, err = parseTime(r.to); err != nil {
			return s, fmt.Errorf("--to: %w", err)
		}
	}
	if !s.Window.From.Before(s.Window.To) {
		return s, fmt.Errorf("window %s is empty", s.Window)
	}
	return s, nil
}

// replay loads a selection of the archive, tenant by tenant.
func (p *program) replay(ctx context.Context, c config.Config, s archive.Selection, anew bool) error {
	if err := warehouse.NeedStore(c.Warehouse); err != nil {
		return err
	}
	x, closeEngine, err := p.newOffline(ctx, c, "replay")
	if err != nil {
		return err
	}
	var outcomes []outcome
	for _, f := range families {
		tenants := []string{s.Tenant}
		if s.Tenant == "" {
			if tenants, err = x.warehouse.Archive.Tenants(ctx, f.Name); err != nil {
				return errors.Join(err, closeEngine())
			}
		}
		for _, t := range tenants {
			s := s
			s.Family, s.Tenant = f.Name, t
			outcomes = append(outcomes, x.replay(ctx, f.Family, s, anew))
		}
	}
	return errors.Join(x.finish(ctx, outcomes, closeEngine), nothingToReplay(s, outcomes))
}

// nothingToReplay says so when one record was asked for, or the archive is empty.
func nothingToReplay(s archive.Selection, outcomes []outcome) error {
	for _, o := range outcomes {
		if o.Fetched > 0 || o.err != nil || s.Record == "" {
			return nil
		}
	}
	if s.Record != "" {
		return fmt.Errorf("record %s: the archive does not have the pages of its live version", s.Record)
	}
	return errors.New("the archive is empty: export.raw_pages fills it")
}

// replay loads a selection of one family of a tenant.
func (x *offline) replay(ctx context.Context, f schema.Family, s archive.Selection, anew bool) outcome {
	failed := func(err error) outcome {
		return outcome{
			pipeline.Report{
				Run: schema.Run{Family: f.Name, TenantID: s.Tenant, Outcome: pipeline.RunFailed},
			},
			err,
		}
	}
	mark, err := x.mark(ctx, f, s, anew)
	if err != nil {
		return failed(err)
	}
	s.Done = mark
	size, err := x.warehouse.Archive.RecordCount(ctx, s)
	if err != nil {
		return failed(err)
	}
	o := x.options(f, s.Tenant)
	o.FromArchive, o.Window, o.Expected = true, s.Window, int(size)
	o.RunID = func() string { return mark + "-" + rand.Text()[:8] }
	return x.load(ctx, o, archived(x.warehouse.Archive.Pages(ctx, s)))
}

// markForm is the time in a mark, as in all run ids; resumeWithin is how long
// after its last load a replay that was stopped can be gone on with.
const (
	markForm     = "20060102T150405.000Z"
	resumeWithin = 24 * time.Hour
)

// mark is what the ids of all runs of one replay begin with, so that the next
// knows what was done: what is asked for and the columns there are, as a hash,
// and when the replay was begun.
func (x *offline) mark(
	ctx context.Context,
	f schema.Family,
	s archive.Selection,
	anew bool,
) (string, error) {
	hash, now := fnv.New32a(), time.Now().UTC()
	fmt.Fprint(hash, s.Record, s.Window, f.Tables)
	begins := fmt.Sprintf("replay-%08x-", hash.Sum32())
	if !anew {
		mark, err := x.warehouse.Archive.ResumableReplay(
			ctx,
			s.Tenant,
			begins,
			len(begins)+len(markForm),
			now.Add(-resumeWithin),
		)
		if err != nil {
			return "", err
		}
		if mark != "" {
			x.log.InfoContext(
				ctx,
				"going on with the replay that was stopped; --anew begins again",
				"tenant",
				s.Tenant,
				"replay",
				mark,
			)
			return mark, nil
		}
	}
	return begins + now.Format(markForm), nil
}

// archived are pages of the archive as the pipeline takes them.
func archived(pages iter.Seq2[schema.RawPage, error]) iter.Seq2[pipeline.Document, error] {
	return func(yield func(pipeline.Document, error) bool) {
		for p, err := range pages {
			if !yield(pipeline.Document{
				RecordID: p.RecordID, Version: p.Version, Start: p.Start, Index: p.Index, Page: p.Page,
			}, err) {
				return
			}
		}
	}
}
