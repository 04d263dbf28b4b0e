package offline

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load/archive"
	"callrecords/schema"
)

// Replay loads a selection of the archive, tenant by tenant. It goes on with one
// that was stopped, unless it is to begin anew.
func Replay(
	ctx context.Context, o Options, s archive.Selection, anew bool,
) (outcomes []report.Outcome, err error) {
	if err := warehouse.NeedStore(o.Config.Warehouse); err != nil {
		return nil, err
	}
	x, err := open(ctx, o, "replay")
	if err != nil {
		return nil, err
	}
	for _, f := range o.Families {
		tenants := []string{s.Tenant}
		if s.Tenant == "" {
			if tenants, err = x.warehouse.Archive.Tenants(ctx, f.Name); err != nil {
				return outcomes, errors.Join(err, x.engine.Close())
			}
		}
		for _, t := range tenants {
			s := s
			s.Family, s.Tenant = f.Name, t
			outcomes = append(outcomes, x.replay(ctx, f, s, anew))
		}
	}
	return outcomes, errors.Join(x.finish(ctx, outcomes), nothingToReplay(s, outcomes))
}

// nothingToReplay says so when one record was asked for, or the archive is empty.
func nothingToReplay(s archive.Selection, outcomes []report.Outcome) error {
	for _, o := range outcomes {
		if o.Fetched > 0 || o.Err != nil || s.Record == "" {
			return nil
		}
	}
	if s.Record != "" {
		return fmt.Errorf("record %s: the archive does not have the pages of its live version", s.Record)
	}
	return errors.New("the archive is empty: export.raw_pages fills it")
}

// replay loads a selection of one family of a tenant.
func (x *loader) replay(
	ctx context.Context, f schema.Family, s archive.Selection, anew bool,
) report.Outcome {
	failed := func(err error) report.Outcome {
		run := schema.Run{Family: f.Name, TenantID: s.Tenant, Outcome: pipeline.RunFailed}
		return report.Outcome{Report: pipeline.Report{Run: run}, Err: err}
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
	x.track = x.Progress.Track(nil) // a replay of several tenants adds up
	o := x.options(f, s.Tenant)
	o.FromArchive, o.Window, o.Expected = true, s.Window, int(size)
	o.RunID = func() string { return mark + "-" + rand.Text()[:8] }
	return x.load(ctx, o, Archived(x.warehouse.Archive.Pages(ctx, s)))
}

// Archived are pages of the archive as the pipeline takes them.
func Archived(pages iter.Seq2[schema.RawPage, error]) iter.Seq2[pipeline.Document, error] {
	return func(yield func(pipeline.Document, error) bool) {
		for p, err := range pages {
			if !yield(archived(p), err) {
				return
			}
		}
	}
}

// archived is one of them, or of a file that the archive was exported to.
func archived(p schema.RawPage) pipeline.Document {
	return pipeline.Document{
		RecordID: p.RecordID, Version: p.Version, Start: p.Start, Index: p.Index, Page: p.Page, Part: p.Part,
	}
}
