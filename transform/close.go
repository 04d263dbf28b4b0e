package transform

// close ends an object: its columns are appended to every row that came to be
// since it was opened, its own row among them.
func (r *reader) close(l level) {
	s := r.scratch[l]
	if l == media && r.batch.rows[streams] == s.start[streams] {
		r.emptyStream()
	}
	if t := tableOf[l]; t >= 0 {
		r.batch.rows[t]++
	}
	if l == stream {
		m := r.scratch[media]
		m.loose = append(m.loose, append([]byte(nil), s.unknown...))
	}
	r.append(l)
}

// emptyStream makes the one row of a media without streams.
func (r *reader) emptyStream() {
	s := r.scratch[stream]
	s.open(r.plan, stream, 0, r.batch.rows)
	r.close(stream)
}

// append writes a level's columns to every row that came since it was opened.
func (r *reader) append(l level) {
	s := r.scratch[l]
	for _, t := range r.plan.append[l] {
		n := r.batch.rows[t.table] - s.start[t.table]
		if n == 0 {
			continue
		}
		field := r.batch.builders[t.table].Field(t.column)
		switch {
		case !t.unknown:
			appendCell(field, t.kind, &s.cells[t.cell], n)
		case l == media:
			for _, own := range s.loose {
				appendText(field, asObject(s.unknown, own), 1)
			}
		default:
			appendText(field, asObject(s.unknown), n)
		}
	}
}
