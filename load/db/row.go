package db

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// Row is one row for a control table, by column. What is not there is NULL, or
// the neutral value of a column that has none.
type Row map[string]any

// recordOf makes one Arrow record of rows. The caller releases it.
func recordOf(table Table, rows []Row) (arrow.Record, error) {
	b := array.NewRecordBuilder(memory.DefaultAllocator, table.Arrow())
	defer b.Release()
	reserve(b, table, rows)
	for i, row := range rows {
		known := 0
		for c, column := range table.Columns {
			v, ok := row[column.Name]
			if ok {
				known++
			}
			if err := appendCell(b.Field(c), column.Kind.Nullable(), v); err != nil {
				return nil, fmt.Errorf("%s row %d, %s: %w", table.Name, i, column.Name, err)
			}
		}
		if known < len(row) { // a value that no column takes would be lost without a word
			return nil, fmt.Errorf("%s row %d has columns that the table has not: %v", table.Name, i, row)
		}
	}
	return b.NewRecord(), nil
}

// reserve makes room for texts: a column of pages would else be copied again and again while
// it grows, to twice its size.
func reserve(b *array.RecordBuilder, table Table, rows []Row) {
	for c, column := range table.Columns {
		texts, ok := b.Field(c).(*array.StringBuilder)
		if !ok {
			continue
		}
		bytes := 0
		for _, row := range rows {
			switch v := row[column.Name].(type) {
			case []byte:
				bytes += len(v)
			case string:
				bytes += len(v)
			}
		}
		texts.ReserveData(bytes)
	}
}

// appendCell appends a value, or what stands for none: nil and the zero time. An engine may
// refuse a NULL in a column that has none (libchdb from 26.7 on).
func appendCell(b array.Builder, canBeNull bool, v any) error {
	if t, isTime := v.(time.Time); v == nil || isTime && t.IsZero() {
		appendNeutral(b, canBeNull)
		return nil
	}
	return appendValue(b, v)
}

// appendValue appends one value to a column.
func appendValue(b array.Builder, v any) error {
	switch b := b.(type) {
	case *array.StringBuilder:
		appendText(b, v)
	case *array.BinaryDictionaryBuilder:
		return b.AppendString(v.(string))
	case *array.Uint32Builder:
		b.Append(v.(uint32))
	case *array.Uint64Builder:
		b.Append(v.(uint64))
	case *array.TimestampBuilder:
		return appendTime(b, v.(time.Time))
	case *array.Date32Builder:
		b.Append(arrow.Date32FromTime(v.(time.Time)))
	case *array.ListBuilder:
		return appendList(b, v.([]uint64))
	case *array.MapBuilder:
		return appendMap(b, v.(map[string]uint64))
	case *array.StructBuilder:
		return appendState(b, v.([]any))
	default:
		return fmt.Errorf("no way to append to a %s", b.Type())
	}
	return nil
}

// appendText appends a text, of either type that holds one.
func appendText(b *array.StringBuilder, v any) {
	if body, ok := v.([]byte); ok {
		b.BinaryBuilder.Append(body)
		return
	}
	b.Append(v.(string))
}

// appendTime appends an instant in the column's unit.
func appendTime(b *array.TimestampBuilder, t time.Time) error {
	unit := b.Type().(*arrow.TimestampType).Unit
	stamp, err := arrow.TimestampFromTime(t, unit)
	b.Append(stamp)
	return err
}

// appendList appends a list of numbers.
func appendList(b *array.ListBuilder, numbers []uint64) error {
	b.Append(true)
	for _, n := range numbers {
		if err := appendValue(b.ValueBuilder(), n); err != nil {
			return err
		}
	}
	return nil
}

// appendMap appends numbers by name.
func appendMap(b *array.MapBuilder, numbers map[string]uint64) error {
	b.Append(true)
	for _, name := range slices.Sorted(maps.Keys(numbers)) {
		if err := appendValue(b.KeyBuilder(), name); err != nil {
			return err
		}
		if err := appendValue(b.ItemBuilder(), numbers[name]); err != nil {
			return err
		}
	}
	return nil
}

// appendState appends a tuple.
func appendState(b *array.StructBuilder, fields []any) error {
	b.Append(true)
	for i := range b.NumField() {
		if err := appendCell(b.FieldBuilder(i), nullable(b, i), fields[i]); err != nil {
			return err
		}
	}
	return nil
}

// appendNeutral appends NULL where there is one, the empty value elsewhere: of a tuple the one
// of neutral values, which loses against every other.
func appendNeutral(b array.Builder, canBeNull bool) {
	if canBeNull {
		b.AppendNull()
		return
	}
	switch b := b.(type) {
	case *array.BinaryDictionaryBuilder:
		_ = b.AppendString("") // its empty value points at nothing; this fails only at 2^32 distinct values
	case *array.StructBuilder:
		b.Append(true)
		for i := range b.NumField() {
			appendNeutral(b.FieldBuilder(i), nullable(b, i))
		}
	default:
		b.AppendEmptyValue()
	}
}

// nullable says whether a field of a tuple may be NULL.
func nullable(b *array.StructBuilder, field int) bool {
	return b.Type().(*arrow.StructType).Field(field).Nullable
}
