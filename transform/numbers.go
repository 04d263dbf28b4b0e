package transform

import (
	"github.com/apache/arrow/go/v17/arrow"

	"callrecords/schema"
)

// numbers are a column of numbers of one width: measures, positions, instants.
type numbers[T arrow.FixedWidthType] struct {
	of       arrow.DataType
	nullable bool
	from     func(*cell) T
	values   []T
	valid    bitmap
	room     int // for as many as were taken last
}

func newNumbers[T arrow.FixedWidthType](kind schema.Kind, of arrow.DataType, from func(*cell) T) *numbers[T] {
	return &numbers[T]{of: of, nullable: kind.Nullable(), from: from}
}

func (c *numbers[T]) put(cell *cell, row, n int) {
	c.values = extend(c.values, row+n, c.room)
	value := c.from(cell)
	for i := row; i < row+n; i++ {
		c.values[i] = value
	}
	if c.nullable {
		c.valid.set(row, n)
	}
}

func (c *numbers[T]) take(rows int) arrow.ArrayData {
	c.values = extend(c.values, rows, 0)
	nulls, valid := 0, []byte(nil)
	if c.nullable {
		nulls, valid = c.valid.take(rows)
	}
	data := arrayData(c.of, rows, nulls, valid, arrow.GetBytes(c.values))
	c.values, c.room = nil, rows
	return data
}

// flags are a column of true, false and neither.
type flags struct {
	values, valid bitmap
}

func (c *flags) put(from *cell, row, n int) {
	c.valid.set(row, n)
	if from.n != 0 {
		c.values.set(row, n)
	}
}

func (c *flags) take(rows int) arrow.ArrayData {
	nulls, valid := c.valid.take(rows)
	_, values := c.values.take(rows)
	return arrayData(arrow.FixedWidthTypes.Boolean, rows, nulls, valid, values)
}

// bitmap has a bit per row.
type bitmap struct {
	bits []byte
	ones int
	room int // for as many bytes as were taken last
}

// set sets the bits of n rows that had none.
func (b *bitmap) set(row, n int) {
	b.bits = extend(b.bits, (row+n+7)/8, b.room)
	for i := uint(row); i < uint(row+n); i++ {
		b.bits[i/8] |= 1 << (i % 8)
	}
	b.ones += n
}

// take hands out the bits of so many rows, and how many of them are not set.
func (b *bitmap) take(rows int) (zeros int, bits []byte) {
	zeros, bits = rows-b.ones, extend(b.bits, (rows+7)/8, 0)
	*b = bitmap{room: len(bits)}
	return zeros, bits
}
