package reference

import (
	"context"
	"fmt"
	"io"
	"time"

	kinds "callrecords/analysis/reference"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/load"
	store "callrecords/load/reference"
)

// List prints what is in force, and with all what was before.
func List(ctx context.Context, w *load.Warehouse, all bool, stdout io.Writer, width int) error {
	loads, err := w.Reference.All(ctx)
	if err != nil {
		return err
	}
	return console.Table(
		stdout,
		width,
		[]string{"kind", "tenant", "rows", "valid from", "file", "left out"},
		table(loads, all),
	)
}

// table are the rows of the list: of each kind what is in force, and what ships.
func table(loads []store.Loaded, all bool) (rows [][]string) {
	for _, k := range kinds.Kinds() {
		tenant := ""
		for _, l := range loads {
			inForce := l.TenantID != tenant // the greatest load id of a tenant comes first
			if l.Kind != k.Name {
				continue
			}
			tenant = l.TenantID
			file := l.File
			if file == "" {
				file = "(removed)"
			}
			if (inForce && l.File != "") || all {
				rows = append(rows, []string{k.Name, l.TenantID, console.Count(int64(l.Rows)),
					l.ValidFrom.UTC().Format(time.RFC3339), file, console.Count(int64(l.LeftOut))})
			}
		}
		if n := len(k.ShippedRows()); n > 0 {
			rows = append(
				rows,
				[]string{k.Name, "(all)", fmt.Sprint(n), "", "(ships with the exporter)", "0"},
			)
		}
	}
	return rows
}
