package transform

import "fmt"

// maxRepeated bounds what the texts of one page may take in the rows beneath them, in bytes. A
// text is written once for every row that carries it: names of 1 MiB in a session of 3,000
// streams would take 3 GB of a page of 2 MB, and overflow Arrow's offsets of 32 bits. The
// largest meetings take some 20 MB.
const maxRepeated = 256 << 20

// repeats says whether a page may write bytes n times over. Once it may not, nothing more
// of it is, and its record is set aside.
func (r *reader) repeats(bytes, n int) bool {
	if n > 1 {
		r.repeated += bytes * n
	}
	return r.repeated <= maxRepeated
}

// checkRepeated is why a page may not be taken that would write too much.
func (r *reader) checkRepeated() error {
	if r.repeated <= maxRepeated {
		return nil
	}
	return fmt.Errorf("its texts, in every row that has them, take more than the bound of %d bytes", maxRepeated)
}

// size is what a row takes of the texts of a cell, in bytes, and of the places of its items.
func (c *cell) size() int {
	bytes := len(c.s)
	for i := range c.list {
		bytes += 4 + len(c.list[i].s)
	}
	return bytes
}
