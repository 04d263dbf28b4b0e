package transform

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/decimal128"

	"callrecords/schema"
)

// appendCell appends a cell to a column n times.
func appendCell(b array.Builder, kind schema.Kind, c *cell, n int) {
	switch b := b.(type) {
	case *array.StringBuilder, *array.BinaryDictionaryBuilder:
		appendText(b, c.s, n)
	case *array.ListBuilder:
		for range n {
			appendList(b, kind, c)
		}
	case *array.MapBuilder:
		for range n {
			appendMap(b, c)
		}
	default:
		for range n {
			appendScalar(b, kind, c)
		}
	}
}

// appendText appends a text n times. An absent one is the empty text: to a
// dictionary builder nil would be NULL.
func appendText(b array.Builder, s []byte, n int) {
	if s == nil {
		s = []byte{}
	}
	for range n {
		switch b := b.(type) {
		case *array.StringBuilder:
			b.BinaryBuilder.Append(s)
		case *array.BinaryDictionaryBuilder:
			b.Append(s) // fails only when 2^32 values are distinct
		}
	}
}

// appendScalar appends a number, a flag or an instant; NULL when absent.
func appendScalar(b array.Builder, kind schema.Kind, c *cell) {
	if !c.ok && kind.Nullable() {
		b.AppendNull()
		return
	}
	switch b := b.(type) {
	case *array.BooleanBuilder:
		b.Append(c.n != 0)
	case *array.Int32Builder:
		b.Append(int32(c.n))
	case *array.Int64Builder:
		b.Append(c.n)
	case *array.Uint32Builder:
		b.Append(uint32(c.n))
	case *array.Uint64Builder:
		b.Append(uint64(c.n))
	case *array.Float32Builder:
		b.Append(float32(c.f))
	case *array.Decimal128Builder:
		b.Append(decimal128.FromI64(c.n))
	case *array.Float64Builder:
		b.Append(c.f)
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(c.n))
	}
}

// appendList appends the items of a cell as one list.
func appendList(b *array.ListBuilder, kind schema.Kind, c *cell) {
	b.Append(true)
	item, _ := kind.Item()
	for i := range c.list {
		appendCell(b.ValueBuilder(), item, &c.list[i], 1)
	}
}

// appendMap appends the items of a cell as one map of flags.
func appendMap(b *array.MapBuilder, c *cell) {
	b.Append(true)
	keys := b.KeyBuilder().(*array.StringBuilder)
	items := b.ItemBuilder().(*array.BooleanBuilder)
	for i := range c.list {
		keys.BinaryBuilder.Append(c.list[i].s)
		items.Append(c.list[i].n != 0)
	}
}
