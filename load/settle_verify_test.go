package load_test

import (
	"slices"
	"strings"
	"testing"

	"callrecords/load/commit"
	"callrecords/load/engine"
)

// surplus copies rows of a record under a load id behind the settle line that no
// load has.
func surplus(id string) string {
	return "INSERT INTO %s_store.streams_all SELECT * REPLACE (load_id - 1000 AS load_id) " +
		"FROM %s_store.streams_all WHERE record_id = '" + id + "'"
}

// old is a warehouse with records a and b, whole and settled, and a new one.
func old(t *testing.T, e engine.Engine) *fixture { return oldOf(t, e, "a", "b") }

// oldOf is such a warehouse with other records.
func oldOf(t *testing.T, e engine.Engine, ids ...string) *fixture {
	f := settled(t, e)
	f.whole(3, ids...)
	f.ran("r1")
	f.now = f.now.Add(37 * day)
	f.whole(1, "new")
	f.advance(uint64(len(ids)))
	f.now = f.now.Add(day)
	f.advance(0)
	f.want("SELECT record_id FROM %s_store.loads", "new")
	f.wantFound()
	return f
}

// Each damage is to a record of its own, $b; one look finds all.
func TestVerifyFindsDamageBehindTheSettleLine(t *testing.T) {
	damages := []struct{ name, sql, want string }{
		{"rows of no load are seen", surplus("$b"), "extra_rows $b"},
		{"rows are gone", "DELETE FROM %s_store.streams_all WHERE record_id = '$b'", "incomplete $b"},
		{"all rows are gone", deleteAll("$b"), "no_rows $b"},
		{"a commit is gone", "DELETE FROM %s_store.settled_loads WHERE record_id = '$b'", "ledger_ahead $b"},
		{"the ledger's row is gone", "DELETE FROM %s_store.ledger WHERE record_id = '$b'", "ledger_behind $b"},
		{"the log's row is gone", "DELETE FROM %s_store.load_log WHERE record_id = '$b'", "unlogged $b"},
	}
	ids := []string{"a"}
	for i := range damages {
		ids = append(ids, ofDamage(i, "$b"))
	}
	old := func(t *testing.T, e engine.Engine) *fixture { return oldOf(t, e, ids...) }
	each(t, old, func(t *testing.T, f *fixture) {
		for i, d := range damages {
			for _, statement := range statements(ofDamage(i, d.sql)) {
				f.exec(statement)
			}
		}
		got := f.found()
		for i, d := range damages {
			t.Run(d.name, func(t *testing.T) {
				if want := ofDamage(i, d.want); !slices.Contains(got, want) {
					t.Errorf("got %q, want %q among them", got, want)
				}
			})
		}
		if sound := slices.IndexFunc(got, func(f string) bool { return strings.HasSuffix(f, " a") }); sound >= 0 {
			t.Errorf("got %q, want nothing of the record that is sound", got[sound])
		}
	})
}

func TestSweepTakesSurplusRows(t *testing.T) {
	each(t, old, func(t *testing.T, f *fixture) {
		f.exec(surplus("b"))
		f.want("SELECT count() FROM %s.streams", "12")
		if got := f.sweep(f.now).Rows; got != 3 {
			t.Errorf("got %d swept rows, want 3", got)
		}
		f.want("SELECT count() FROM %s.streams", "9")
		f.wantFound()
	})
}

// A settled load is seen without its commit, so that to take back the commit is
// not enough.
func TestRepairTakesBackASettledLoadThatNeverWas(t *testing.T) {
	each(t, old, func(t *testing.T, f *fixture) {
		f.commit(f.rows("c", 99, f.now, 2))
		f.exec("DELETE FROM %s_store.records_all WHERE record_id = 'c'")
		f.now = f.now.Add(37 * day)
		f.note(header("c", 5, f.now.Add(-day)))
		n, err := f.Commits.Settle(t.Context(), commit.SettleOptions{Now: f.now, Incomplete: true})
		f.must(err)
		if n != 2 {
			t.Fatalf("got %d settled loads, want 2", n)
		}
		f.want("SELECT count() FROM %s.streams WHERE record_id = 'c'", "2")
		if done := f.repair(); done.Withdrawn == 0 {
			t.Errorf("got %+v, want rows withdrawn", done)
		}
		f.want("SELECT count() FROM %s.streams WHERE record_id = 'c'", "0")
		f.nextRun()
		f.want("SELECT version, count() FROM %s.streams WHERE record_id = 'c' GROUP BY version", "5\t3")
		f.want("SELECT count() FROM %s.audit", "0")
	})
}
