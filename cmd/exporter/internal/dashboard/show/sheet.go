package show

import (
	"math"
	"strings"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// SheetView is a row as lines: what is there, and not what is empty.
type SheetView struct{ Lines []sheetLine }

type sheetLine struct {
	Name   string
	Values []Cell
}

// NewSheet sets rows beside each other. Of its panel's columns it has where they lead.
func NewSheet(s chosen.State, p dashboards.Panel, rows []answer.Row, columns []string) *SheetView {
	v := &SheetView{}
	t := newSetter(s, p, rows)
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
			c := Cell{Text: words}
			for _, known := range p.Columns {
				if known.Name == name && words != "" {
					c.Href = t.link(known, r)
				}
			}
			l.Values = append(l.Values, c)
		}
		if some {
			v.Lines = append(v.Lines, l)
		}
	}
	return v
}
