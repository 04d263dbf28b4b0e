package loading

import (
	"fmt"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/report"
)

// printPlan prints what a backfill would find to do, tenant by tenant. A list with
// holes is an error, as it is of the backfill itself.
func printPlan(o report.Output, planned []export.Planned) error {
	var err error
	for _, p := range planned {
		count := func(n uint64) string { return console.Count(int64(n)) }
		rows := [][]string{
			{"family", p.Family},
			{"window", p.Window.String()},
			{"listed", count(p.Listed) + ", requests for it: " + count(p.ListRequests)},
			{"due", count(p.Due)},
			{"requests", count(p.Requests) + " at least"},
			{"time", fmt.Sprintf("%s at the quota, after the list", p.AtLeast)},
		}
		if p.Elsewhere > 0 {
			rows = append(rows, []string{"due elsewhere", count(p.Elsewhere) + ", not of this run"})
		}
		if err := o.Style.Table(o.Writer, []string{"tenant", p.TenantID}, rows); err != nil {
			return err
		}
		for _, u := range p.Unlisted {
			fmt.Fprintln(o.Writer, o.Style.Behind("list: ", u))
			err = report.ErrPartial
		}
		fmt.Fprintln(o.Writer)
	}
	return err
}
