package show

import (
	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// head is what stands above a column.
type head struct {
	Label, Href, Class string
	Sorted             string // "ascending", "descending" or ""
}

// Table is a panel's answer as a table.
type Table struct {
	Heads []head
	Rows  [][]Cell
	Total int
	All   string // where all rows are shown; "" when they are
	Class string // how many columns share the width
}

// fewRows are those that are shown until all are asked for.
const fewRows = 25

// NewTable sets the rows of a panel, sorted as the state says.
func NewTable(s chosen.State, p dashboards.Panel, rows []answer.Row) Table {
	few := fewRows
	if !p.Wide {
		few = 8
	}
	setting := newSetter(s, p, rows)
	beneath := beneathName(p.Columns)
	t := Table{Total: len(rows)}
	rows, sorted, down := sortRows(rows, s.Sort, p.Name)
	for i, c := range p.Columns {
		if c.Under {
			continue
		}
		h := head{Label: c.Label}
		if right(c.Unit) {
			h.Class = "n"
		}
		if beneath[i] {
			h.Class += " aside"
		}
		to := s
		to.Sort = p.Name + "." + c.Name
		if c.Name == sorted {
			h.Sorted = map[bool]string{true: "descending", false: "ascending"}[down]
			if down {
				to.Sort = "-" + to.Sort
			}
		}
		h.Href = to.URL() + "#" + p.Name
		t.Heads = append(t.Heads, h)
	}
	if s.All != p.Name && len(rows) > few {
		rows = rows[:few]
		to := s
		to.All = p.Name
		t.All = to.URL() + "#" + p.Name
	}
	if n := len(t.Heads); n < 8 {
		t.Class = "loose"
	}
	for _, r := range rows {
		var cells []Cell
		for i, c := range p.Columns {
			cell := setting.cell(c, r)
			told, some := labelled(c, cell)
			switch {
			case c.Under && some:
				cells[0].Under = append(cells[0].Under, told)
			case beneath[i] && some:
				cells[0].Beneath = append(cells[0].Beneath, told)
			}
			if c.Under {
				continue
			}
			if beneath[i] {
				cell.Class += " aside"
			}
			cells = append(cells, cell)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
