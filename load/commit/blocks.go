package commit

import (
	"iter"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"callrecords/schema"
)

// blocksOf cuts rows so that each block has rows of so many months at most. A data
// table has a partition per month of a record's start, and an import may bring a
// century. The caller releases each block.
func blocksOf(rows schema.Rows, most int) iter.Seq[arrow.Record] {
	return func(yield func(arrow.Record) bool) {
		from, months := int64(0), map[int]bool{}
		for i, month := range monthsOf(rows) {
			if months[month] {
				continue
			}
			if len(months) == most {
				if !yield(rows.Record.NewSlice(from, int64(i))) {
					return
				}
				from, months = int64(i), map[int]bool{}
			}
			months[month] = true
		}
		yield(rows.Record.NewSlice(from, rows.Record.NumRows()))
	}
}

// monthsOf yields the month of each row, as a number that grows by one per month.
func monthsOf(rows schema.Rows) iter.Seq2[int, int] {
	return func(yield func(row, month int) bool) {
		found := rows.Record.Schema().FieldIndices(rows.Table.Start)
		if len(found) == 0 {
			return
		}
		starts := rows.Record.Column(found[0]).(*array.Timestamp)
		unit := starts.DataType().(*arrow.TimestampType).Unit
		for i, at := range starts.TimestampValues() {
			start := at.ToTime(unit)
			if !yield(i, start.Year()*12+int(start.Month())) {
				return
			}
		}
	}
}
