package transform

// cell holds the value of one column until the object that it belongs to is
// closed, and the rows beneath it are known.
type cell struct {
	ok   bool    // there is a value; otherwise NULL, the empty text or an empty list
	n    int64   // integers, booleans (0 or 1), amounts in millionths, instants in ns since 1970
	f    float64 // reals, and durations in ms
	s    []byte  // text; the buffer is reused
	list []cell  // lists and maps (key in s, value in n)
}

// clear empties the cell and keeps its buffers.
func (c *cell) clear() {
	c.ok = false
	c.n, c.f, c.s, c.list = 0, 0, c.s[:0], c.list[:0]
}

// setText makes the cell hold a copy of a text.
func (c *cell) setText(s []byte) {
	c.ok, c.s = true, append(c.s[:0], s...)
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
