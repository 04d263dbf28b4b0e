package main

import (
	"fmt"
	"io"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/report"
)

// printPlan prints what a backfill would find to do, tenant by tenant. A list with
// holes is an error, as it is of the backfill itself.
func printPlan(w io.Writer, width int, planned []export.Planned) error {
	var err error
	for _, p := range planned {
		count := func(n uint64) string { return console.Count(int64(n)) }
		rows := [][]string{
			{"window", p.Window.String()},
			{"listed", fmt.Sprintf("%s, by %s requests", count(p.Listed), count(p.ListRequests))},
			{"due", count(p.Due)},
			{"requests", fmt.Sprintf("%s, and more for meetings of more than 60 sessions", count(p.Requests))},
			{"time", fmt.Sprintf("%s at the quota, and the list before", p.AtLeast)},
		}
		if p.Elsewhere > 0 {
			rows = append(rows, []string{"due elsewhere", count(p.Elsewhere) + ", not of this run"})
		}
		if err := console.Table(w, width, []string{"tenant " + p.TenantID, "plan"}, rows); err != nil {
			return err
		}
		for _, u := range p.Unlisted {
			fmt.Fprintf(w, "list: %s\n", u)
			err = report.ErrPartial
		}
		fmt.Fprintln(w)
	}
	return err
}
