package transform

// cell holds the value of one column until the object that it belongs to is
// closed, and the rows beneath it are known.
type cell struct {
	ok     bool    // there is a value; otherwise NULL, the empty text or an empty list
	filled bool    // it is among the filled ones of its scratch
	n      int64   // integers, booleans (0 or 1), amounts in millionths, instants in ns since 1970
	f      float64 // reals, and durations in ms
	s      []byte  // text: a part of the page, or of own
	own    []byte  // a buffer, which is reused
	list   []cell  // lists and maps (key in s, value in n)
}

// clear empties the cell and keeps its buffers.
func (c *cell) clear() {
	c.ok = false
	c.n, c.f, c.s, c.list = 0, 0, nil, c.list[:0]
}

// setText makes the cell hold a copy of a text.
func (c *cell) setText(s []byte) {
	c.own = append(c.own[:0], s...)
	c.ok, c.s = true, c.own
}

// setString makes the cell hold a text.
func (c *cell) setString(s string) {
	c.own = append(c.own[:0], s...)
	c.ok, c.s = true, c.own
}

// setInt makes the cell hold an integer.
func (c *cell) setInt(n int64) {
	c.ok, c.n = true, n
}

// addItem adds an empty item to a list and returns it, reusing its buffers.
func (c *cell) addItem() *cell {
	c.ok = true
	if len(c.list) < cap(c.list) {
		c.list = c.list[:len(c.list)+1]
	} else {
		c.list = append(c.list, cell{})
	}
	item := &c.list[len(c.list)-1]
	item.clear()
	return item
}

// keep makes the cell independent of the page that it was read from.
func (c *cell) keep() {
	c.own = append(c.own[:0], c.s...)
	c.s = c.own
	for i := range c.list {
		c.list[i].keep()
	}
}
