package export

import (
	"context"
	"fmt"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/wiring"
)

// Fetch loads records of the only tenant by their ids, and says what became of each.
// Again loads those once more that are loaded. The upkeep is left to the next run.
func (x *Export) Fetch(
	ctx context.Context,
	ids []string,
	again bool,
) (asked []report.Asked, o report.Outcome, err error) {
	for _, f := range x.Families {
		source, ok := f.Source(x.clients[0], nil).(pipeline.SourceByID)
		if !ok {
			continue
		}
		shared := wiring.Options(
			x.Warehouse, f.Family, x.Config.Tenants[0].TenantID, x.Command, x.Progress.Track(nil), x.Logger)
		shared.RawPages = x.Config.Export.RawPages
		var answers []pipeline.Answer
		answers, o.Report, o.Err = x.traces.Fetch(ctx, pipeline.FetchOptions{
			Options: shared, Source: source, IDs: ids, Again: again, Concurrency: x.Config.Export.Concurrency,
			Claims: x.claims(x.Warehouse, f), ClaimAge: x.Config.Export.ClaimAge,
		})
		x.Progress.Done()
		o.Log(ctx, x.Logger)
		for _, a := range answers {
			asked = append(asked, report.Asked{
				ID: a.RecordID, Outcome: string(a.Kind), Version: a.Version, Reason: a.Reason,
			})
		}
		return asked, o, report.Verdict([]report.Outcome{o})
	}
	return nil, o, fmt.Errorf("no family of records can be fetched by id")
}
