package show

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"callrecords/cmd/exporter/internal/dashboard/answer"
)

// sortRows sorts a panel's rows by the column that was clicked, the greatest first; with -
// in front the other way. What is no number is sorted as text, by its letters.
func sortRows(rows []answer.Row, by, panel string) (_ []answer.Row, column string, down bool) {
	name, up := strings.CutPrefix(by, "-")
	of, column, _ := strings.Cut(name, ".")
	if of != panel || column == "" {
		return rows, "", false
	}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b answer.Row) int {
		x, y := answer.Number(a[column]), answer.Number(b[column])
		order := 0
		switch xNone, yNone := math.IsNaN(x), math.IsNaN(y); {
		case xNone && yNone:
			order = cmp.Compare(answer.Text(b[column]), answer.Text(a[column]))
		case xNone || yNone: // what is not known comes last, either way
			if xNone {
				return 1
			}
			return -1
		default:
			order = cmp.Compare(y, x)
		}
		if up {
			return -order
		}
		return order
	})
	return rows, column, !up
}
