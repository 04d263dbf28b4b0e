package transform

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// span is a half-open range of rows.
type span struct{ from, to int }

// void takes back the rows of a table from one on. Builders cannot forget rows,
// so they are left out when the batch is taken.
func (b *Batch) void(table, from int) {
	if to := b.rows[table]; to > from {
		b.voided[table] = append(b.voided[table], span{from, to})
	}
}

// without leaves spans of rows out of a record, which it releases. No rows at all
// are no record; rows that cannot be joined again are several.
func without(record arrow.Record, voided []span) []arrow.Record {
	if len(voided) == 0 {
		return []arrow.Record{record}
	}
	defer record.Release()
	var kept []arrow.Record
	from := 0
	for _, s := range append(voided, span{int(record.NumRows()), 0}) {
		if s.from > from {
			kept = append(kept, record.NewSlice(int64(from), int64(s.from)))
		}
		from = s.to
	}
	if len(kept) < 2 {
		return kept
	}
	whole, err := join(kept)
	if err != nil {
		return kept // as good, but for more inserts
	}
	for _, part := range kept {
		part.Release()
	}
	return []arrow.Record{whole}
}

// join makes one record of the rows of several.
func join(parts []arrow.Record) (arrow.Record, error) {
	columns := make([]arrow.Array, parts[0].NumCols())
	defer func() {
		for _, c := range columns {
			if c != nil {
				c.Release()
			}
		}
	}()
	var rows int64
	for _, part := range parts {
		rows += part.NumRows()
	}
	for i := range columns {
		var pieces []arrow.Array
		for _, part := range parts {
			pieces = append(pieces, part.Column(i))
		}
		column, err := array.Concatenate(pieces, memory.DefaultAllocator)
		if err != nil {
			return nil, err
		}
		columns[i] = column
	}
	return array.NewRecord(parts[0].Schema(), columns, rows), nil
}
