package offline

import (
	"context"
	"iter"

	"callrecords/cmd/exporter/internal/documents"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/schema"
)

// Import loads the documents of files: call records of one tenant.
func Import(
	ctx context.Context, o Options, tenant string, files documents.Options,
) ([]report.Outcome, error) {
	x, err := open(ctx, o, "import")
	if err != nil {
		return nil, err
	}
	lo := x.options(schema.CallRecords, tenant)
	lo.RawPages, lo.Incomplete = o.Config.Export.RawPages, files.Incomplete
	size := documents.Size(ctx, files.Names)
	files.Read = func(n int) { x.track.Read(int64(n), size) }
	pages := pagesOf(propertiesOf(o.Opener.Families), documents.Read(ctx, files))
	outcomes := []report.Outcome{x.load(ctx, lo, pages)}
	return outcomes, x.finish(ctx, outcomes)
}

// pagesOf are documents as the pipeline takes them. What is bad is kept in the
// archive as such, so that no replay takes it for a page.
func pagesOf(p properties, files iter.Seq[documents.Document]) iter.Seq2[pipeline.Document, error] {
	return func(yield func(pipeline.Document, error) bool) {
		for d := range files {
			page := schema.Page{Kind: schema.PageRecord, URL: d.Place(), Body: d.Body}
			if d.Bad != nil {
				page.Kind = schema.PageRefused
				if other := p.otherFamily(schema.CallRecords, d.Body); other != nil {
					d.Bad = other
				}
			}
			if !yield(pipeline.Document{
				RecordID: d.ID, Version: d.Version, Page: page, Place: d.Place(), Part: d.Part, Bad: d.Bad,
			}, nil) {
				return
			}
		}
	}
}
