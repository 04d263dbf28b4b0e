package load_test

import (
	"testing"

	"callrecords/load/commit"
)

// old is a warehouse with records a and b, whole and settled, and a new one.
func old(t *testing.T) *fixture {
	f := settled(t)
	f.whole(3, "a", "b")
	f.ran("r1")
	f.now = f.now.Add(37 * day)
	f.whole(1, "new")
	f.advance(2)
	f.now = f.now.Add(day)
	f.advance(0)
	f.want("SELECT record_id FROM %s_store.loads", "new")
	f.wantFound()
	return f
}

func TestVerifyFindsDamageBehindTheSettleLine(t *testing.T) {
	tests := map[string]struct{ sql, want string }{
		"rows of no load are seen": {"INSERT INTO %s_store.streams_all SELECT * REPLACE (load_id - 1000 AS load_id) FROM %s_store.streams_all WHERE record_id = 'b'", "extra_rows b"},
		"rows are gone":            {"DELETE FROM %s_store.streams_all WHERE record_id = 'b'", "incomplete b"},
		"all rows are gone":        {deleteAll("b"), "no_rows b"},
		"a commit is gone":         {"DELETE FROM %s_store.settled_loads WHERE record_id = 'b'", "ledger_ahead b"},
		"the ledger's row is gone": {"DELETE FROM %s_store.ledger WHERE record_id = 'b'", "ledger_behind b"},
		"the log's row is gone":    {"DELETE FROM %s_store.load_log WHERE record_id = 'b'", "unlogged b"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := old(t)
			for _, statement := range statements(test.sql) {
				f.exec(statement)
			}
			if got := f.found(); len(got) == 0 || got[0] != test.want {
				t.Errorf("found %q, want %s first", got, test.want)
			}
		})
	}
}

func TestSweepTakesSurplusRows(t *testing.T) {
	f := old(t)
	f.exec("INSERT INTO %s_store.streams_all SELECT * REPLACE (load_id - 1000 AS load_id) FROM %s_store.streams_all WHERE record_id = 'b'")
	f.want("SELECT count() FROM %s.streams", "12")
	if swept := f.sweep(f.now); swept.Rows != 3 {
		t.Errorf("swept %d rows, want 3", swept.Rows)
	}
	f.want("SELECT count() FROM %s.streams", "9")
	f.wantFound()
}

// A settled load is seen without its commit, so that to take back the commit is
// not enough.
func TestRepairTakesBackASettledLoadThatNeverWas(t *testing.T) {
	f := old(t)
	f.commit(f.rows("c", 99, f.now, 2))
	f.exec("DELETE FROM %s_store.records_all WHERE record_id = 'c'")
	f.now = f.now.Add(37 * day)
	f.note(header("c", 5, f.now.Add(-day)))
	if n, err := f.Commits.Settle(t.Context(), commit.SettleOptions{Now: f.now, Incomplete: true}); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	f.want("SELECT count() FROM %s.streams WHERE record_id = 'c'", "2")
	if done := f.repair(); done.Withdrawn == 0 {
		t.Errorf("repaired %+v", done)
	}
	f.want("SELECT count() FROM %s.streams WHERE record_id = 'c'", "0")
	f.nextRun()
	f.want("SELECT version, count() FROM %s.streams WHERE record_id = 'c' GROUP BY version", "5\t3")
	f.want("SELECT count() FROM %s.audit", "0")
}
