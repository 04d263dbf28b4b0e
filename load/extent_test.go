package load_test

import (
	"fmt"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/schema"
)

// What is large, long or far away, and is no reason for a batch to fail.

// The days of a log have the fewest columns, and a part per month costs by the column.
func TestABatchOfMoreMonthsThanABlockMayHaveIsInserted(t *testing.T) {
	each(t, bare, func(t *testing.T, f *fixture) {
		f.Warehouse = f.over(f.node, load.Options{Families: []schema.Family{schema.PstnCalls}})
		f.must(f.Migrate(t.Context()))
		const months = engine.MaxPartitions + 1
		var loads []schema.Load
		for i := range months {
			start := time.Date(1970, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC)
			loads = append(loads, f.begin(fmt.Sprint(i), 1, start))
		}
		days := schema.PstnCalls.Tables[0]
		rows := schema.Rows{Table: days, Record: recordOf(t, days, loads, [][]int{nil})}
		f.must(f.Commits.Insert(t.Context(), []schema.Rows{rows}))
		f.want("SELECT count(), uniqExact(toYYYYMM(day)), uniqExact(record_id) "+
			"FROM %s_store."+days.StoredName(), fmt.Sprintf("%d\t%[1]d\t%[1]d", months))
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
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 1))
		for name, year := range map[string]int{"before 1970": 1909, "after 2106": 2140, "after 2149": 2200} {
			t.Run(name, func(t *testing.T) {
				f := f.on(t)
				f.commit(f.rows(name, 1, time.Date(year, 3, 1, 0, 0, 0, 0, time.UTC), 1))
				f.want("SELECT groupArray(record_id) FROM (SELECT record_id FROM %s.records "+
					"WHERE record_id IN ('a', '"+name+"') ORDER BY record_id = 'a')", "['"+name+"','a']")
			})
		}
	})
}
