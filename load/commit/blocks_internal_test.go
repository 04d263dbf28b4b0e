package commit

import (
	"slices"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/schema"
)

// rowsOfMonths are rows of the table records, of which only the start is set.
func rowsOfMonths(t *testing.T, months []int) schema.Rows {
	t.Helper()
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema.Records.Arrow())
	defer b.Release()
	at := b.Schema().FieldIndices(schema.Records.Start)[0]
	for _, m := range months {
		for i, f := range b.Fields() {
			if i != at {
				f.AppendNull()
				continue
			}
			start := time.Date(1970, time.Month(1+m), 31, 23, 0, 0, 0, time.UTC)
			stamp, err := arrow.TimestampFromTime(start, b.Schema().Field(at).Type.(*arrow.TimestampType).Unit)
			if err != nil {
				t.Fatal(err)
			}
			f.(*array.TimestampBuilder).Append(stamp)
		}
	}
	rows := b.NewRecord()
	t.Cleanup(rows.Release)
	return schema.Rows{Table: schema.Records, Record: rows}
}

func TestBlocksHaveABoundedNumberOfMonths(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		months []int
		want   []int64 // rows of each block
	}{
		"one month":               {[]int{5, 5, 5, 5}, []int64{4}},
		"as many as there may":    {[]int{0, 2, 4, 0, 2, 4}, []int64{6}},
		"one more":                {[]int{0, 2, 4, 6}, []int64{3, 1}},
		"the same of other years": {[]int{0, 12, 24, 36}, []int64{3, 1}},
		"they come back":          {[]int{0, 2, 4, 6, 0, 2, 4}, []int64{3, 3, 1}},
		"a century":               {[]int{0, 200, 400, 600, 800, 1000, 1200}, []int64{3, 3, 1}},
		"before 1970":             {[]int{-2, -4, -6, -8}, []int64{3, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []int64
			for block := range blocksOf(rowsOfMonths(t, c.months), 3) {
				got = append(got, block.NumRows())
				block.Release()
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got blocks of %d rows, want %d", got, c.want)
			}
		})
	}
}
