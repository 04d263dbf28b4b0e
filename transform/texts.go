package transform

import (
	"github.com/apache/arrow/go/v17/arrow"
)

// texts are a column of texts, one behind the other. What is absent is the empty text.
type texts struct {
	ends  []int32 // of each text; a 0 in front of the first one
	bytes []byte
	room  struct{ ends, bytes int } // for as many as were taken last
}

func (c *texts) rows() int { return max(len(c.ends), 1) - 1 }

func (c *texts) put(from *cell, row, n int) { c.putText(from.s, row, n) }

func (c *texts) putText(s []byte, row, n int) {
	c.pad(row)
	if need := len(c.bytes) + n*len(s); need > cap(c.bytes) {
		c.bytes = grow(c.bytes, need, c.room.bytes)[:len(c.bytes)]
	}
	c.ends = extend(c.ends, row+n+1, c.room.ends)
	for i := row + 1; i <= row+n; i++ {
		c.bytes = append(c.bytes, s...)
		c.ends[i] = int32(len(c.bytes))
	}
}

// pad gives rows the empty text, until there are so many.
func (c *texts) pad(rows int) {
	if len(c.ends) > rows {
		return
	}
	have := max(len(c.ends), 1)
	c.ends = extend(c.ends, rows+1, c.room.ends)
	for i := have; i <= rows; i++ {
		c.ends[i] = int32(len(c.bytes))
	}
}

// text is that of a row.
func (c *texts) text(row uint32) []byte { return c.bytes[c.ends[row]:c.ends[row+1]] }

func (c *texts) take(rows int) arrow.ArrayData {
	c.pad(rows)
	data := arrayData(arrow.BinaryTypes.String, rows, 0, nil, arrow.GetBytes(c.ends), c.bytes)
	c.room.ends, c.room.bytes = len(c.ends), len(c.bytes)
	c.ends, c.bytes = nil, nil
	return data
}

// recentWords are looked at before the map of all: 3 % of the flattener's time less.
const recentWords = 64

// keywords are a column of few distinct texts: a dictionary, and where in it each row's is.
type keywords struct {
	of     arrow.DataType
	places []uint32
	words  texts
	known  map[string]uint32
	recent [recentWords]uint32 // places of words that came lately, by what is cheap to see of them
	room   int                 // for as many as were taken last
}

func (c *keywords) put(from *cell, row, n int) {
	if len(c.places) < row {
		c.pad(row)
	}
	c.fill(row+n, c.place(from.s))
}

// pad gives rows the empty text, until there are so many.
func (c *keywords) pad(rows int) {
	if len(c.places) < rows {
		c.fill(rows, c.place(nil))
	}
}

// fill gives rows a word, until there are so many.
func (c *keywords) fill(rows int, place uint32) {
	have := len(c.places)
	c.places = extend(c.places, rows, c.room)
	for i := have; i < rows; i++ {
		c.places[i] = place
	}
}

// place is where a word is in the dictionary.
func (c *keywords) place(word []byte) uint32 {
	lately := &c.recent[slot(word)]
	if int(*lately) < c.words.rows() && string(c.words.text(*lately)) == string(word) {
		return *lately
	}
	place, ok := c.known[string(word)]
	if !ok {
		place = uint32(c.words.rows())
		c.known[string(word)] = place
		c.words.putText(word, int(place), 1)
	}
	*lately = place
	return place
}

// slot is where a word is among the recent ones, if it is.
func slot(word []byte) int {
	if len(word) == 0 {
		return 0
	}
	return (len(word) + int(word[0]) + 3*int(word[len(word)-1])) % recentWords
}

// take hands out the words of its rows with them: they would otherwise be sent again with
// every batch.
func (c *keywords) take(rows int) arrow.ArrayData {
	c.pad(rows)
	data := arrayData(c.of, rows, 0, nil, arrow.GetBytes(c.places))
	words := c.words.take(c.words.rows())
	data.SetDictionary(words)
	words.Release()
	c.places, c.room = nil, rows
	clear(c.known)
	return data
}
