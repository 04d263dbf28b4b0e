package show

import (
	"math"
	"slices"
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

// NewSheet sets rows beside each other. Of its panel's columns, those that lead on say where; the
// others come first, and behind them what made a stream poor.
func NewSheet(s chosen.State, p dashboards.Panel, rows []answer.Row, columns []string) *SheetView {
	v := &SheetView{}
	t := newSetter(s, p, rows)
	known := map[string]dashboards.Column{}
	var first, poor []string
	for _, c := range p.Columns {
		known[c.Name] = c
		if c.To.Page == "" {
			first = append(first, c.Name)
		}
	}
	for _, r := range rows {
		reasons, _ := r["reasons"].([]any)
		for _, reason := range reasons {
			poor = append(poor, answer.Text(reason))
		}
	}
	told := map[string]bool{}
	for _, name := range slices.Concat(first, poor, columns) {
		if told[name] || !slices.Contains(columns, name) {
			continue
		}
		told[name] = true
		l, some := sheetLine{Name: strings.ReplaceAll(name, "_", " ")}, false
		for _, r := range rows {
			c := t.line(name, r, known[name])
			if slices.Contains(poor, name) {
				c.Class, c.Mark = "poor", "!"
			}
			some = some || c.Text != "" && c.Text != none
			l.Values = append(l.Values, c)
		}
		if some {
			v.Lines = append(v.Lines, l)
		}
	}
	return v
}

// line is a value of a sheet, by its column where the panel has one.
func (t setter) line(name string, r answer.Row, c dashboards.Column) Cell {
	if c.Unit != dashboards.Text {
		return t.cell(c, r)
	}
	words := answer.Shown(answer.Text(r[name]))
	if at, ok := answer.InstantOf(r[name]); ok {
		words = at.In(t.Location()).Format("2 Jan 2006, 15:04:05")
	} else if measure := strings.Replace(name, "max_", "average_", 1); answer.Measures[measure].Unit != "" {
		words = answer.Measured(measure, answer.Number(r[name]))
	} else if f := answer.Number(r[name]); !math.IsNaN(f) && f != math.Trunc(f) {
		words = figure(f, 3, "")
	}
	out := Cell{Text: words}
	if words != "" {
		out.Href = t.link(c, r)
	}
	return out
}
