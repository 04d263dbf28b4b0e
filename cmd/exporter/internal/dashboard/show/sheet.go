package show

import (
	"math"
	"strings"

	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// SheetView is a row as lines: what is there, and not what is empty.
type SheetView struct{ Lines []sheetLine }

type sheetLine struct {
	Name   string
	Values []string
}

// NewSheet sets rows beside each other.
func NewSheet(s chosen.State, rows []answer.Row, columns []string) *SheetView {
	v := &SheetView{}
	for _, name := range columns {
		l := sheetLine{Name: strings.ReplaceAll(name, "_", " ")}
		some := false
		for _, r := range rows {
			words := answer.Shown(answer.Text(r[name]))
			if at, ok := answer.InstantOf(r[name]); ok {
				words = at.In(s.Location()).Format("2 Jan 2006, 15:04:05")
			} else if _, known := answer.Measures[name]; known {
				words = answer.Measured(name, answer.Number(r[name]))
			} else if f := answer.Number(r[name]); !math.IsNaN(f) && f != math.Trunc(f) {
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
