package transform

import (
	"errors"
	"fmt"

	"callrecords/schema"
)

// value reads one value that is not null into an empty cell. "" in a measure is none.
// What the column cannot hold leaves the cell empty, too, and is kept as it was sent: one
// bad value costs itself. Only a record's keys must be good.
func (r *reader) value(l level, n *node, c *cell) error {
	if n.kind == schema.KindBools {
		return r.flags(l, n, c)
	}
	raw, err := r.dec.Value()
	if err != nil {
		return err
	}
	err = c.parse(n.kind, raw, r.dec.Plain())
	if err == nil {
		return nil
	}
	c.clear()
	switch {
	case r.plan.cells.isKey(l, n):
		return err
	case n.cell == r.plan.levels[l].key && !n.inList:
		r.badKey = fmt.Errorf("%s: %w", schema.AsideKey(string(raw)), err)
		return nil
	case errors.Is(err, errNoNumber):
		return r.keep(l, raw, overBound(raw)) // it was read, and says that there is none
	}
	return r.unread(l, raw)
}

// values reads an array of values as one list. A null among them is an item
// without a value.
func (r *reader) values(l level, n *node, c *cell) error {
	if r.dec.Peek() != '[' {
		return r.odd(l)
	}
	if err := r.leave(); err != nil {
		return err
	}
	for r.dec.Peek() != ']' {
		if err := r.item(l, n, c.addItem()); err != nil {
			return err
		}
	}
	return r.leave()
}

// item reads one of them.
func (r *reader) item(l level, n *node, c *cell) error {
	if r.null() {
		return r.leave()
	}
	return r.value(l, n, c)
}

// flags reads an open object of booleans. Members of another kind have no
// column, so they are kept as unknown properties.
func (r *reader) flags(l level, n *node, c *cell) error {
	if r.dec.Peek() != '{' {
		return r.odd(l)
	}
	in, err := r.open()
	if err != nil {
		return err
	}
	m := membersOf(n)
	for r.more(&m) {
		if k := r.dec.Peek(); k == 't' || k == 'f' {
			err = r.flag(&m, in, c)
		} else {
			err = r.unknown(l, &m, in)
		}
		if err != nil {
			return err
		}
	}
	if m.err != nil {
		return m.err
	}
	return r.leave()
}

// flag reads one member of an open object of booleans.
func (r *reader) flag(m *members, in uint64, c *cell) error {
	if err := r.once(m, in); err != nil {
		return err
	}
	item := c.addItem()
	item.setText(m.name())
	if r.dec.Peek() == 't' {
		item.setInt(1)
	}
	return r.leave()
}
