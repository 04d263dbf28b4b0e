package explain

import (
	"context"
	"fmt"
	"io"
	"slices"

	"callrecords/load"
	"callrecords/load/verify"
)

// ofRow takes the id for that of a row, such as a call of a log: it prints the row, where it is
// in, and gives the records that have it, or that it was set aside from.
func ofRow(
	ctx context.Context, stdout io.Writer, w *load.Warehouse, q Question,
) (all []verify.Explanation, err error) {
	rows, err := w.Verify.RowsOfKey(ctx, q.RecordID)
	if err != nil {
		return nil, err
	}
	ids, err := w.Verify.RecordsWithout(ctx, q.RecordID)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if !q.Diff {
			if err := printRow(stdout, r, q.Width); err != nil {
				return nil, err
			}
		}
		ids = append(ids, r.RecordID)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		of, err := w.Verify.Explain(ctx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, of...)
	}
	return all, nil
}

// printRow prints what a row has, without what is empty.
func printRow(w io.Writer, r verify.KeyedRow, width int) error {
	var cells [][]string
	for i, name := range r.Columns {
		if v := r.Values[i]; v != "" && v != `\N` {
			cells = append(cells, []string{name, v})
		}
	}
	if err := pairs(w, []string{"row of", r.Table}, cells, width); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}
