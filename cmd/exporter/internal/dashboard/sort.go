package dashboard

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// sortRows sorts a panel's rows by the column that was clicked, the greatest first; with -
// in front the other way. What is no number is sorted as text, by its letters.
func sortRows(rows []row, by, panel string) (_ []row, column string, down bool) {
	name, up := strings.CutPrefix(by, "-")
	of, column, _ := strings.Cut(name, ".")
	if of != panel || column == "" {
		return rows, "", false
	}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b row) int {
		x, y := number(a[column]), number(b[column])
		order := 0
		switch xNone, yNone := math.IsNaN(x), math.IsNaN(y); {
		case xNone && yNone:
			order = cmp.Compare(text(b[column]), text(a[column]))
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
