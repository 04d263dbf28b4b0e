package dashboard

import (
	"math"
	"strings"
)

// sheetView is a row as lines: what is there, and not what is empty.
type sheetView struct{ Lines []sheetLine }

type sheetLine struct {
	Name   string
	Values []string
}

// newSheet sets rows beside each other.
func newSheet(s state, rows []row, columns []string) *sheetView {
	v := &sheetView{}
	for _, name := range columns {
		l := sheetLine{Name: strings.ReplaceAll(name, "_", " ")}
		some := false
		for _, r := range rows {
			words := shown(text(r[name]))
			if at, ok := instantOf(r[name]); ok {
				words = at.In(s.location()).Format("2 Jan 2006, 15:04:05")
			} else if _, known := measures[name]; known {
				words = measured(name, number(r[name]))
			} else if f := number(r[name]); !math.IsNaN(f) && f != math.Trunc(f) {
				words = figure(f, 3, "")
			}
			some = some || words != "" && words != "–"
			l.Values = append(l.Values, words)
		}
		if some {
			v.Lines = append(v.Lines, l)
		}
	}
	return v
}
