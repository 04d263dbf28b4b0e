package export

import (
	"context"
	"fmt"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/wiring"
)

// Fetch loads records of the only tenant by their ids, and says what became of each.
// The upkeep is left to the next run.
func (x *Export) Fetch(ctx context.Context, ids []string) ([]pipeline.Answer, error) {
	for _, f := range x.Families {
		source, ok := f.Source(x.clients[0]).(pipeline.SourceByID)
		if !ok {
			continue
		}
		t := x.Config.Tenants[0].TenantID
		o := wiring.Options(x.Warehouse, f.Family, t, x.Command, x.Progress.Track(nil), x.Logger)
		o.RawPages = x.Config.Export.RawPages
		answers, done, err := pipeline.Fetch(ctx, pipeline.FetchOptions{
			Options: o, Source: source, IDs: ids, Concurrency: x.Config.Export.Concurrency,
		})
		x.Progress.Done()
		return answers, report.Verdict([]report.Outcome{{Report: done, Err: err}})
	}
	return nil, fmt.Errorf("no family of records can be fetched by id")
}
