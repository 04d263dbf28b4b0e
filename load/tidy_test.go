package load_test

import (
	"strconv"
	"testing"
)

// Each load is a run of its own, as far as parts are concerned.
func TestManyShortRunsLeaveABoundedNumberOfParts(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		const runs, bound = 12, 8
		most := 0
		for v := range uint64(runs) {
			f.commit(f.rows("a", v+1, noon, 1))
			f.must(f.Commits.CompactParts(t.Context()))
			parts, err := strconv.Atoi(f.value("SELECT max(n) FROM (SELECT count() AS n FROM system.parts " +
				"WHERE active AND database = '%s_store' GROUP BY table, partition_id)"))
			f.must(err)
			most = max(most, parts)
		}
		t.Logf("never more than %d parts in a partition", most)
		if most > bound {
			t.Errorf("got %d parts in a partition after %d runs, want at most %d", most, runs, bound)
		}
		f.want(shape, "1\t1\t1\t1\t1\t0")
	})
}
