package transform

// scratch is an object of a level while it is read.
type scratch struct {
	cells   []cell
	unknown []byte             // properties without a column: "name":value,…
	start   [tableCount]int    // rows of each table when it was opened
	next    [levelCount]uint32 // position of its next child
	seen    [levelCount]bool   // arrays of children that came
	loose   [][]byte           // media: unknown properties of each stream
}

// open makes the scratch ready for a new object at a position.
func (s *scratch) open(p *plan, l level, position uint32, rows [tableCount]int) {
	if s.cells == nil {
		s.cells = make([]cell, p.cells[l])
	}
	for i := range s.cells {
		s.cells[i].clear()
	}
	s.unknown, s.loose = s.unknown[:0], s.loose[:0]
	s.start, s.next, s.seen = rows, [levelCount]uint32{}, [levelCount]bool{}
	if m := p.marks[l].position; m >= 0 {
		s.cells[m].setInt(int64(position))
	}
}

// property adds one property without a column.
func (s *scratch) property(name, raw []byte) {
	if len(s.unknown) > 0 {
		s.unknown = append(s.unknown, ',')
	}
	s.unknown = append(s.unknown, name...)
	s.unknown = append(s.unknown, ':')
	s.unknown = append(s.unknown, raw...)
}
