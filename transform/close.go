package transform

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
		up := r.scratch[p.parent]
		if p.table >= 0 {
			up.addChildUnknown(s.unknown, nil)
		}
		if n := len(s.childUnknown); r.repeats(len(s.unknown), n) {
			for _, below := range s.childUnknown {
				up.addChildUnknown(s.unknown, below)
			}
		}
	}
	r.append(l)
}

// append writes a level's columns to every row that came since it was opened.
func (r *reader) append(l level) {
	s, p := r.scratch[l], &r.plan.levels[l]
	for _, i := range s.filled {
		c := &s.cells[i]
		if !c.ok {
			continue
		}
		for _, t := range p.targets[i] {
			from := s.start[t.table]
			if n := r.batch.rows[t.table] - from; n > 0 && r.repeats(c.size(), n) {
				t.column.put(c, from, n)
			}
		}
	}
	for _, t := range p.unknown {
		r.appendUnknown(s, t, t.table == p.table)
	}
}

// appendUnknown writes the properties without a column, to the row of the level's own
// table, or to the rows of a deeper level: each of those has something of its own.
func (r *reader) appendUnknown(s *scratch, t target, own bool) {
	column, row := t.column.(*texts), s.start[t.table]
	if own {
		r.putObject(column, s.unknown, nil, row, r.batch.rows[t.table]-row)
		return
	}
	if !r.repeats(len(s.unknown), len(s.childUnknown)) {
		return
	}
	for i, below := range s.childUnknown {
		r.putObject(column, s.unknown, below, row+i, 1)
	}
}

// putObject gives rows a JSON object of members, if there are any.
func (r *reader) putObject(c *texts, members, others []byte, row, n int) {
	if len(members)+len(others) > 0 && n > 0 && r.repeats(len(members)+len(others), n) {
		r.members = appendObject(r.members[:0], members, others)
		c.putText(r.members, row, n)
	}
}
