package transform

import (
	"errors"
	"fmt"

	"callrecords/schema"
)

// value reads one value into a cell. null empties it, and so does "" in a
// measure. What the column cannot hold leaves the cell empty, too, and is kept
// as it was sent: one bad value costs itself. Only a record's keys must be good.
func (r *reader) value(l level, n *node, c *cell) error {
	c.clear()
	switch {
	case r.null():
		return r.leave()
	case n.kind == schema.KindBools:
		return r.flags(l, n, c)
	}
	raw, err := r.dec.ReadValue()
	if err != nil {
		return err
	}
	err = c.parse(n.kind, raw)
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
		return r.keep(l, raw) // it was read, and says that there is none
	}
	return r.unread(l, raw)
}

// values reads an array of values as one list. A null among them is an item
// without a value.
func (r *reader) values(l level, n *node, c *cell) error {
	c.clear()
	switch {
	case r.null():
		return r.leave()
	case r.dec.PeekKind() != '[':
		return r.odd(l)
	}
	if err := r.leave(); err != nil {
		return err
	}
	back := len(r.path)
	for i := 0; r.dec.PeekKind() != ']'; i++ {
		r.index(back, i)
		if err := r.value(l, n, c.addItem()); err != nil {
			return err
		}
	}
	r.path = r.path[:back]
	return r.leave()
}

// flags reads an open object of booleans. Members of another kind have no
// column, so they are kept as unknown properties.
func (r *reader) flags(l level, n *node, c *cell) error {
	if r.dec.PeekKind() != '{' {
		return r.odd(l)
	}
	in, err := r.open()
	if err != nil {
		return err
	}
	for r.dec.PeekKind() != '}' {
		name, back, err := r.name()
		if err != nil {
			return err
		}
		if k := r.dec.PeekKind(); k == 't' || k == 'f' {
			err = r.flag(n, name, in, c)
		} else {
			err = r.unknown(l, n, name, in)
		}
		if err != nil {
			return err
		}
		r.path = r.path[:back]
	}
	return r.leave()
}

// flag reads one member of an open object of booleans.
func (r *reader) flag(n *node, name []byte, in uint64, c *cell) error {
	if err := r.other(n, name, in); err != nil {
		return err
	}
	item := c.addItem()
	item.setText(name)
	if r.dec.PeekKind() == 't' {
		item.setInt(1)
	}
	return r.leave()
}
