package transform

import "bytes"

// close ends an object: its columns are appended to every row that came to be
// since it was opened, its own row among them.
func (r *reader) close(l level) {
	s, p := r.scratch[l], &r.plan.levels[l]
	if p.table >= 0 {
		r.batch.rows[p.table]++
	} else if p.child >= 0 && r.batch.rows[p.rowTable] == s.start[p.rowTable] {
		// An object without a row of its own and without children would leave
		// no trace: it makes the row of one empty child.
		r.scratch[p.child].open(0, r.batch.rows)
		r.close(p.child)
	}
	if p.lifts {
		// Copies: the next object of the level uses the same buffer.
		up := r.scratch[p.parent]
		if p.table >= 0 {
			up.childUnknown = append(up.childUnknown, bytes.Clone(s.unknown))
		}
		for _, below := range s.childUnknown {
			up.childUnknown = append(up.childUnknown, bytes.Clone(joinMembers(s.unknown, below)))
		}
	}
	r.append(l)
}

// append writes a level's columns to every row that came since it was opened.
func (r *reader) append(l level) {
	s, p := r.scratch[l], &r.plan.levels[l]
	for i := range p.append {
		t := &p.append[i]
		n := r.batch.rows[t.table] - s.start[t.table]
		if n == 0 {
			continue
		}
		field := r.batch.builders[t.table].Field(t.column)
		switch {
		case !t.unknown:
			appendCell(field, t.kind, &s.cells[t.cell], n)
		case t.table == p.table:
			appendText(field, asObject(s.unknown), n)
		default:
			// The rows are of a deeper level: each has something of its own.
			for _, below := range s.childUnknown {
				appendText(field, asObject(joinMembers(s.unknown, below)), 1)
			}
		}
	}
}
