package load_test

import (
	"fmt"
	"testing"
	"time"

	"callrecords/load/engine"
	"callrecords/schema"
)

// What is large, long or far away, and is no reason for a batch to fail.

func TestABatchOfMoreMonthsThanABlockMayHaveIsInserted(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		const months = engine.MaxPartitions + 1
		var loads []schema.Load
		for i := range months {
			start := time.Date(1970, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC)
			loads = append(loads, f.begin(fmt.Sprint(i), 1, start))
		}
		var records []schema.Rows
		for _, rows := range f.batch(loads) {
			if rows.Table.Name == schema.Records.Name { // a part per month: of one table they are enough
				records = append(records, rows)
			} else {
				rows.Record.Release()
			}
		}
		f.must(f.Commits.Insert(t.Context(), records))
		f.want("SELECT count(), uniqExact(toYYYYMM(start_date_time)), uniqExact(record_id) "+
			"FROM %s_store.records_all", fmt.Sprintf("%d\t%[1]d\t%[1]d", months))
	})
}

func TestABatchOfTheLongestIDsIsCommitted(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		var ids []string
		for i := range 400 {
			ids = append(ids, fmt.Sprintf("%0*d", schema.MaxRecordID, i))
		}
		loads := f.rowsOf(ids, 1, noon, 1)
		for i := range loads {
			loads[i].MayShrink = false
		}
		f.commit(loads...)
		f.want("SELECT count() FROM %s.records", "400")
	})
}

func TestARecordOfAnyStartIsCommitted(t *testing.T) {
	eachCase(t, map[string]int{"before 1970": 1909, "after 2106": 2140, "after 2149": 2200}, setup,
		func(t *testing.T, f *fixture, year int) {
			f.commit(f.rows("a", 1, noon, 1), f.rows("b", 1, time.Date(year, 3, 1, 0, 0, 0, 0, time.UTC), 1))
			f.want("SELECT groupArray(record_id) FROM (SELECT record_id FROM %s.records ORDER BY record_id)",
				"['a','b']")
		})
}
