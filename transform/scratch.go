package transform

// scratch is an object of a level while it is read.
type scratch struct {
	cells        []cell
	position     int      // cell of the object's position
	unknown      []byte   // properties without a column: "name":value,…
	childUnknown [][]byte // of a level without a table: those of each row below it
	start        []int    // rows of each table when it was opened
	next         []uint32 // by level: position of its next child
	seen         []bool   // by level: its array of children came
}

func newScratch(p *plan, l level) *scratch {
	return &scratch{
		cells:    make([]cell, p.levels[l].cells),
		position: p.levels[l].position,
		start:    make([]int, len(p.tables)),
		next:     make([]uint32, len(p.levels)),
		seen:     make([]bool, len(p.levels)),
	}
}

// open makes the scratch ready for a new object at a position, when the tables
// have so many rows.
func (s *scratch) open(position uint32, rows []int) {
	for i := range s.cells {
		s.cells[i].clear()
	}
	s.unknown, s.childUnknown = s.unknown[:0], s.childUnknown[:0]
	copy(s.start, rows)
	clear(s.next)
	clear(s.seen)
	s.cells[s.position].setInt(int64(position))
}

// addUnknown adds one property without a column.
func (s *scratch) addUnknown(name, raw []byte) {
	if len(s.unknown) > 0 {
		s.unknown = append(s.unknown, ',')
	}
	s.unknown = append(s.unknown, name...)
	s.unknown = append(s.unknown, ':')
	s.unknown = append(s.unknown, raw...)
}
