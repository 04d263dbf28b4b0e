package load_test

import (
	"errors"
	"testing"
	"time"

	"callrecords/load/commit"
	"callrecords/schema"
)

// shape is what readers see: rows a table.
const shape = "SELECT (SELECT count() FROM %s.records), (SELECT count() FROM %s.participants), " +
	"(SELECT count() FROM %s.sessions), (SELECT count() FROM %s.segments), (SELECT count() FROM %s.streams), " +
	"(SELECT count() FROM %s.audit)"

func TestLoadIsSeenOnlyOnceCommitted(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		l := f.rows("a", 1, noon, 2, 3)
		f.want(shape, "0\t0\t0\t0\t0\t0")
		f.commit(l)
		f.want(shape, "1\t1\t2\t2\t5\t0")
	})
}

func TestNewestVersionWinsWhateverTheOrder(t *testing.T) {
	eachCase(t, map[string][]uint64{
		"in order":     {1, 2, 3},
		"out of order": {3, 1, 2},
		"repeated":     {3, 3, 1, 3, 2},
	}, setup, func(t *testing.T, f *fixture, versions []uint64) {
		for _, v := range versions {
			f.commit(f.rows("a", v, noon, int(v), int(v)))
		}
		f.want("SELECT version, count() FROM %s.streams GROUP BY version", "3\t6")
		f.want(shape, "1\t1\t2\t2\t6\t0")
	})
}

func TestRecordThatShrinksLeavesNoRowBehind(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 5, 5, 5))
		f.commit(f.rows("a", 2, noon, 1))
		f.want(shape, "1\t1\t1\t1\t1\t0")
		f.exec("OPTIMIZE TABLE %s_store.streams_all FINAL")
		f.want(shape, "1\t1\t1\t1\t1\t0")
	})
}

func TestStartThatMovesOverAMonthsEndIsHarmless(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.commit(f.rows("a", 2, noon.AddDate(0, -1, 0), 2))
		f.want("SELECT count(), toMonth(min(record_start_date_time)) FROM %s.streams", "2\t2")
		f.want(shape, "1\t1\t1\t1\t2\t0")
	})
}

func TestLaterLoadOfTheSameVersionReplaces(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.commit(f.rows("a", 1, noon, 3))
		f.want(shape, "1\t1\t1\t1\t3\t0")
	})
}

func TestAuditFindsRowsThatAreMissing(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2), f.rows("b", 1, noon, 2))
		f.want("SELECT count() FROM %s.audit", "0")
		f.exec("DELETE FROM %s_store.streams_all WHERE record_id = 'b' AND stream_index = 1")
		f.want("SELECT record_id, table_name, declared_rows, found_rows FROM %s.audit", "b\tstreams\t2\t1")
	})
}

func TestLoadThatIsTooOldIsNotCommitted(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		l := f.rows("a", 1, noon, 1)
		f.now = f.now.Add(4 * time.Hour)
		_, err := f.Commits.Commit(t.Context(), "run", f.now, []schema.Load{l})
		if !errors.Is(err, commit.ErrTooOld) {
			t.Errorf("got error %v, want %v", err, commit.ErrTooOld)
		}
		f.want(shape, "0\t0\t0\t0\t0\t0")
	})
}
