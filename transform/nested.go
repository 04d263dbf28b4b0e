package transform

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// lists are a column of lists: their items one behind the other.
type lists struct {
	of    arrow.DataType
	ends  ends
	items column
}

func (c *lists) put(from *cell, row, n int) {
	c.ends.pad(row)
	for range n {
		begin := c.ends.last()
		for i := range from.list {
			if item := &from.list[i]; item.ok {
				c.items.put(item, begin+i, 1)
			}
		}
		c.ends = append(c.ends, int32(begin+len(from.list)))
	}
}

func (c *lists) take(rows int) arrow.ArrayData {
	items := c.ends.last()
	return c.ends.take(c.of, rows, c.items.take(items))
}

// flagMaps are a column of maps of flags, by name.
type flagMaps struct {
	of    *arrow.MapType
	ends  ends
	keys  texts
	items flags
}

func (c *flagMaps) put(from *cell, row, n int) {
	c.ends.pad(row)
	for range n {
		begin := c.ends.last()
		for i := range from.list {
			c.keys.put(&from.list[i], begin+i, 1)
			c.items.put(&from.list[i], begin+i, 1)
		}
		c.ends = append(c.ends, int32(begin+len(from.list)))
	}
}

func (c *flagMaps) take(rows int) arrow.ArrayData {
	items := c.ends.last()
	entries := array.NewData(c.of.Elem(), items, []*memory.Buffer{nil},
		[]arrow.ArrayData{c.keys.take(items), c.items.take(items)}, 0, 0)
	return c.ends.take(c.of, rows, entries)
}

// ends are where the items of each row end, with a 0 in front of the first row.
type ends []int32

// last is where the items of the last row end.
func (e ends) last() int {
	if len(e) == 0 {
		return 0
	}
	return int(e[len(e)-1])
}

// pad gives rows no items, until there are so many.
func (e *ends) pad(rows int) {
	for last := e.last(); len(*e) <= rows; {
		*e = append(*e, int32(last))
	}
}

// take hands out so many rows with their items, and empties the column.
func (e *ends) take(of arrow.DataType, rows int, items arrow.ArrayData) arrow.ArrayData {
	e.pad(rows)
	data := array.NewData(of, rows, []*memory.Buffer{nil, memory.NewBufferBytes(arrow.GetBytes(*e))},
		[]arrow.ArrayData{items}, 0, 0)
	*e = nil
	return data
}
