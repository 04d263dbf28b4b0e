package offline

import (
	"context"
	"fmt"
	"iter"

	"callrecords/cmd/exporter/internal/archivefile"
	"callrecords/cmd/exporter/internal/documents"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/schema"
)

// Loads are looked up in the ledger so many, or with so many bytes of pages, at once.
const (
	lookedUp      = 500
	lookedUpBytes = 8 << 20
)

// ofOne is whose records a file of the archive has.
type ofOne struct{ tenant, family string }

// ImportArchive loads files of the archive, and puts their pages into this warehouse's.
// Loads of which the warehouse has that version, or a newer one, are passed over: so one
// that was stopped is gone on with, and what Graph still had is not loaded twice.
func ImportArchive(ctx context.Context, o Options, files []string) ([]report.Outcome, error) {
	var order []ofOne
	groups := map[ofOne][]string{}
	for _, file := range files {
		g, err := ownerOf(ctx, o.Families, file)
		if err != nil {
			return nil, err
		}
		if groups[g] == nil {
			order = append(order, g)
		}
		groups[g] = append(groups[g], file)
	}
	x, err := open(ctx, o, "archive import")
	if err != nil {
		return nil, err
	}
	var outcomes []report.Outcome
	for _, g := range order {
		f := schema.FamilyNamed(o.Families, g.family)
		lo := x.options(f, g.tenant)
		lo.RawPages, lo.FromArchive = true, true
		there := 0
		loads := x.missing(ctx, f, g.tenant, x.loadsOf(ctx, groups[g]), &there)
		outcomes = append(outcomes, x.load(ctx, lo, loads))
		if there > 0 {
			o.Logger.InfoContext(ctx, "loads passed over: the warehouse has that version or a newer one",
				"tenant", g.tenant, "family", g.family, "loads", there)
		}
	}
	return outcomes, x.finish(ctx, outcomes)
}

// ownerOf is what the first page of a file says. A family that this program does not know
// is an error.
func ownerOf(ctx context.Context, families []schema.Family, file string) (g ofOne, err error) {
	for p, err := range archivefile.Read(ctx, file, func(int) {}) {
		if err != nil {
			return g, err
		}
		if schema.FamilyNamed(families, p.Family).Name == "" {
			return g, fmt.Errorf("%s: family %q is not one of this version", p.Place, p.Family)
		}
		return ofOne{p.TenantID, p.Family}, nil
	}
	return g, fmt.Errorf("%s: no pages in it", file)
}

// loadsOf yields the loads of files, each with all its pages.
func (x *loader) loadsOf(ctx context.Context, files []string) iter.Seq2[[]archivefile.Placed, error] {
	return func(yield func([]archivefile.Placed, error) bool) {
		size := documents.Size(ctx, files)
		for _, file := range files {
			var load []archivefile.Placed
			for p, err := range archivefile.Read(ctx, file, func(n int) { x.track.Read(int64(n), size) }) {
				if err != nil {
					yield(nil, err)
					return
				}
				if load = append(load, p); p.Index+1 < p.Pages {
					continue
				}
				if !yield(load, nil) {
					return
				}
				load = nil
			}
		}
	}
}

// missing are the loads whose version, or a newer one, is not live, as the pipeline takes
// them. It counts the others.
func (x *loader) missing(
	ctx context.Context, f schema.Family, tenant string, loads iter.Seq2[[]archivefile.Placed, error], there *int,
) iter.Seq2[pipeline.Document, error] {
	return func(yield func(pipeline.Document, error) bool) {
		var some [][]archivefile.Placed
		bytes := 0
		flush := func() bool {
			more, err := x.missingOf(ctx, f, tenant, some, there, yield)
			if err != nil {
				return yield(pipeline.Document{}, err)
			}
			some, bytes = some[:0], 0
			return more
		}
		for load, err := range loads {
			if err != nil {
				if flush() { // what was whole before it is loaded
					yield(pipeline.Document{}, err)
				}
				return
			}
			some = append(some, load)
			for _, p := range load {
				bytes += len(p.Page.Body)
			}
			if (len(some) == lookedUp || bytes >= lookedUpBytes) && !flush() {
				return
			}
		}
		flush()
	}
}

// missingOf yields those of some loads that are missing, and says whether more is wanted.
func (x *loader) missingOf(
	ctx context.Context, f schema.Family, tenant string, some [][]archivefile.Placed, there *int,
	yield func(pipeline.Document, error) bool,
) (more bool, err error) {
	ids := make([]string, len(some))
	for i, load := range some {
		ids[i] = load[0].RecordID
	}
	live, err := x.warehouse.Ledger(f).LiveVersions(ctx, tenant, ids)
	if err != nil {
		return false, err
	}
	for _, load := range some {
		if version, ok := live[load[0].RecordID]; ok && version >= load[0].Version {
			*there++
			continue
		}
		for _, p := range load {
			d := archived(p.RawPage)
			d.Place = p.Place
			if !yield(d, nil) {
				return false, nil
			}
		}
	}
	return true, nil
}
