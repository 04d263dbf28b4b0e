package transform

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// scratch is an object of a level while it is read.
type scratch struct {
	cells        []cell
	filled       []int    // the cells that may have something, in the order in which it came
	position     int      // cell of the object's position
	depth        int      // of the object in the page
	unknown      []byte   // properties without a column: "name":value,…
	childUnknown [][]byte // of a level without a table: those of each row below it
	start        []int    // rows of each table when it was opened
	next         []uint32 // by level: position of its next child
	seen         []bool   // by level: its array of children came
	count        []uint64 // of a record: its rows by table, over all pages
}

func newScratch(p *plan, l level) *scratch {
	return &scratch{
		cells:    make([]cell, p.levels[l].cells),
		position: p.levels[l].position,
		start:    make([]int, len(p.tables)),
		next:     make([]uint32, len(p.levels)),
		seen:     make([]bool, len(p.levels)),
		count:    make([]uint64, len(p.tables)),
	}
}

// open makes the scratch ready for a new object at a position, when the tables
// have so many rows.
func (s *scratch) open(position uint32, rows []int) {
	for _, i := range s.filled {
		s.cells[i].clear()
		s.cells[i].filled = false
	}
	s.filled = s.filled[:0]
	s.unknown, s.childUnknown = s.unknown[:0], s.childUnknown[:0]
	copy(s.start, rows)
	clear(s.next)
	clear(s.seen)
	s.cell(s.position).setInt(int64(position))
}

// cell is one to be filled.
func (s *scratch) cell(i int) *cell {
	c := &s.cells[i]
	if !c.filled {
		c.filled = true
		s.filled = append(s.filled, i)
	}
	return c
}

// keep makes the scratch independent of the page that it was read from.
func (s *scratch) keep() {
	for _, i := range s.filled {
		s.cells[i].keep()
	}
}

// addUnknown adds one property without a column.
func (s *scratch) addUnknown(name, raw []byte) error {
	if len(s.unknown) > 0 {
		s.unknown = append(s.unknown, ',')
	}
	var err error
	if s.unknown, err = jsontext.AppendQuote(s.unknown, name); err != nil {
		return err
	}
	s.unknown = append(append(s.unknown, ':'), raw...)
	return nil
}

// addChildUnknown adds those of a row below, which are joined of two.
func (s *scratch) addChildUnknown(members, others []byte) {
	n := len(s.childUnknown)
	s.childUnknown = slices.Grow(s.childUnknown, 1)[:n+1] // with the buffer of an earlier row
	s.childUnknown[n] = appendMembers(s.childUnknown[n][:0], members, others)
}
