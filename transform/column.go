package transform

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/decimal128"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/schema"
)

// column gathers the values of one column in Arrow's own layout.
//
// A row without a value is not appended: the column is filled up to the next row that has
// one. Most rows have no value in most columns, and many in a row have the same one. Arrow's
// builders want each value by a call of its own, and took five times as long.
type column interface {
	// put gives n rows from a row on the value of a cell. Rows come in order.
	put(c *cell, from, n int)
	// take hands out so many rows, and empties the column.
	take(rows int) arrow.ArrayData
}

// newColumn makes an empty column of a kind. What it is in Arrow depends on where it is: the
// items of a list of keywords have no dictionary.
func newColumn(kind schema.Kind, of arrow.DataType) column {
	switch of.ID() {
	case arrow.STRING:
		return &texts{}
	case arrow.DICTIONARY:
		return &keywords{of: of, known: map[string]uint32{}}
	case arrow.BOOL:
		return &flags{}
	case arrow.LIST:
		item, _ := kind.Item()
		return &lists{of: of, items: newColumn(item, of.(*arrow.ListType).Elem())}
	case arrow.MAP:
		return &flagMaps{of: of.(*arrow.MapType)}
	case arrow.INT32:
		return newNumbers(kind, of, func(c *cell) int32 { return int32(c.n) })
	case arrow.UINT32:
		return newNumbers(kind, of, func(c *cell) uint32 { return uint32(c.n) })
	case arrow.UINT64:
		return newNumbers(kind, of, func(c *cell) uint64 { return uint64(c.n) })
	case arrow.FLOAT32:
		return newNumbers(kind, of, func(c *cell) float32 { return float32(c.f) })
	case arrow.FLOAT64:
		return newNumbers(kind, of, func(c *cell) float64 { return c.f })
	case arrow.DECIMAL128:
		return newNumbers(kind, of, func(c *cell) decimal128.Num { return decimal128.FromI64(c.n) })
	default: // 64-bit integers, and instants in units of their kind
		return newNumbers(kind, of, func(c *cell) int64 { return c.n })
	}
}

// arrayData is a column's rows as Arrow has them: all of them have values when there are
// no bits for that.
func arrayData(of arrow.DataType, rows, nulls int, buffers ...[]byte) *array.Data {
	held := make([]*memory.Buffer, len(buffers))
	for i, b := range buffers {
		if b != nil {
			held[i] = memory.NewBufferBytes(b)
		}
	}
	return array.NewData(of, rows, held, nil, nulls, 0)
}

// extend appends zeros up to a length. What is behind the end of a slice is zero here: no
// column is ever cut. The first time there is room for as many as there were when the column
// was taken last, and some more.
func extend[T any](s []T, length, room int) []T {
	if length <= cap(s) {
		return s[:max(length, len(s))]
	}
	return grow(s, length, room)
}

// grow doubles: append adds a quarter at a time, and makes twice the garbage.
func grow[T any](s []T, length, room int) []T {
	grown := make([]T, length, max(length, 2*cap(s), room+room/4))
	copy(grown, s)
	return grown
}
