package load_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/load/engine"
	"callrecords/schema"
)

const day = 24 * time.Hour

// settled is a fixture some months ago, where time can go by.
func settled(t *testing.T, e engine.Engine) *fixture {
	f := setup(t, e)
	f.now = f.now.Add(-200 * day)
	return f
}

// advance moves the settle line, and wants so many loads settled.
func (f *fixture) advance(want uint64) {
	f.Helper()
	got, err := f.Commits.Settle(f.Context(), commit.SettleOptions{Now: f.now})
	f.must(err)
	if got != want {
		f.Errorf("got %d settled loads, want %d", got, want)
	}
}

func TestSettledLoadsAreSeenWithoutTheirCommits(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2), f.rows("b", 1, noon, 3))
		f.now = f.now.Add(day)
		f.commit(f.rows("a", 2, noon, 4))
		f.rows("c", 1, noon, 5) // died on the way
		f.now = f.now.Add(34*day - time.Hour)
		f.advance(0)
		f.now = f.now.Add(3 * day)
		f.commit(f.rows("d", 1, noon, 6))
		f.advance(2)
		f.want(shape, "3\t3\t3\t3\t13\t0")
		f.want("SELECT count() FROM %s_store.streams_all", "13") // a's first load and c are swept
		f.want("SELECT groupArray(record_id) FROM (SELECT record_id FROM %s_store.loads ORDER BY record_id)",
			"['a','a','b','d']")

		f.exec("OPTIMIZE TABLE %s_store.loads FINAL")
		f.now = f.now.Add(commit.SweepAge + time.Minute)
		f.advance(0)
		f.want("SELECT groupArray(record_id) FROM %s_store.loads", "['d']")
		f.want("SELECT record_id, version FROM %s_store.commits ORDER BY record_id", "a\t2\nb\t1\nd\t1")
		f.want(shape, "3\t3\t3\t3\t13\t0")
		if got := f.sweep(f.now.Add(day)).Rows; got != 0 {
			t.Errorf("got %d swept rows of settled loads, want 0", got)
		}
	})
}

// afterwards is what may come of a record that is settled in version 7, with 2 streams.
type afterwards struct {
	record   string
	versions []uint64
	want     string // version and streams
}

// Each case is a record of its own: the first versions come in one batch, then the
// second ones, and so on.
func TestLoadOfASettledRecordTakesItsPlace(t *testing.T) {
	cases := []afterwards{ // by name
		{"a newer version", []uint64{8}, "8\t3"},
		{"an older one", []uint64{6}, "7\t2"},
		{"several", []uint64{6, 8, 7, 9, 5}, "9\t6"},
		{"the same again", []uint64{7}, "7\t3"},
		{"the same, three times", []uint64{7, 7, 7}, "7\t5"},
	}
	var ids, shown, stored, commits []string
	for _, c := range cases {
		ids = append(ids, c.record)
		shown = append(shown, c.record+"\t"+c.want)
		stored = append(stored, c.record+c.want[1:])
		commits = append(commits, c.record+"\t1")
	}
	each(t, settled, func(t *testing.T, f *fixture) {
		f.commit(append(f.rowsOf(ids, 7, noon, 2), f.rows("b", 1, noon, 1))...)
		f.now = f.now.Add(37 * day)
		f.advance(6)
		f.now = f.now.Add(day)
		f.advance(0)
		f.want("SELECT count() FROM %s_store.loads", "0")

		wantShown := func() {
			t.Helper()
			f.want("SELECT record_id, version, count() FROM %s.streams WHERE record_id != 'b' "+
				"GROUP BY record_id, version ORDER BY record_id", strings.Join(shown, "\n"))
		}
		for i := range 5 {
			var batch []schema.Load
			for _, c := range cases {
				if i < len(c.versions) {
					batch = append(batch, f.rows(c.record, c.versions[i], noon.AddDate(0, i, 0), i+3))
				}
			}
			f.want("SELECT uniqExact(load_id) FROM %s_store.commits", "6")
			f.commit(batch...)
		}
		wantShown()
		f.want("SELECT record_id, count() FROM %s_store.commits WHERE record_id != 'b' "+
			"GROUP BY record_id ORDER BY record_id", strings.Join(commits, "\n"))
		f.want("SELECT count() FROM %s_store.commits WHERE record_id = 'b'", "1")
		for range 3 { // swept, settled, out of loads
			f.now = f.now.Add(20 * day)
			f.sweep(f.now)
			_, err := f.Commits.Settle(t.Context(), commit.SettleOptions{Now: f.now})
			f.must(err)
			wantShown()
			f.want("SELECT record_id, count() FROM %s_store.streams_all WHERE record_id != 'b' "+
				"GROUP BY record_id ORDER BY record_id", strings.Join(stored, "\n"))
			f.exec("OPTIMIZE TABLE %s_store.loads FINAL")
		}
		f.want("SELECT count() FROM %s_store.loads", "0")
		f.want("SELECT max(length(replaces)) FROM %s_store.settled_loads", "0")
	})
}

func TestSettleLineDoesNotPassAnIncompleteLoad(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2), f.rows("b", 1, noon, 3))
		f.exec("ALTER TABLE %s_store.streams_all DELETE WHERE record_id = 'b' AND stream_index = 0 " +
			"SETTINGS mutations_sync = 2")
		f.now = f.now.Add(37 * day)
		_, err := f.Commits.Settle(t.Context(), commit.SettleOptions{Now: f.now})
		if !errors.Is(err, commit.ErrUnsound) {
			t.Fatalf("got error %v, want %v", err, commit.ErrUnsound)
		}
		f.want("SELECT count() FROM %s_store.settle_line", "0")
		n, err := f.Commits.Settle(t.Context(), commit.SettleOptions{Now: f.now, Incomplete: true})
		f.must(err)
		if n != 2 {
			t.Errorf("got %d settled loads, want 2", n)
		}
		f.want(shape, "2\t2\t2\t2\t4\t1")
	})
}

func TestSettleLineDoesNotPassRowsThatCannotBeSwept(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.rows("b", 1, noon, 3)
		f.now = f.now.Add(37 * day)
		for name, e := range map[string]engine.Engine{
			"refuses to delete": &noPatches{Engine: f.node, code: proto.ErrNotEnoughSpace},
			"forgets to delete": forgetful{f.node},
		} {
			t.Run(name, func(t *testing.T) {
				f := f.on(t)
				broken := f.over(e, load.Options{})
				options := commit.SettleOptions{Now: f.now, Incomplete: true}
				if _, err := broken.Commits.Settle(t.Context(), options); err == nil {
					t.Error("got no error, want one")
				}
				f.want("SELECT count() FROM %s_store.settle_line", "0")
				f.want(shape, "1\t1\t1\t1\t2\t0")
			})
		}
	})
}

// forgetful is an engine that says that it deleted, and did not.
type forgetful struct{ engine.Engine }

func (e forgetful) Exec(ctx context.Context, sql string) error {
	if strings.HasPrefix(sql, "DELETE") {
		return nil
	}
	return e.Engine.Exec(ctx, sql)
}

func TestSettlingSparesALoadThatLostAMomentAgo(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2), f.rows("b", 1, noon, 1))
		f.now = f.now.Add(37 * day)
		f.commit(f.rows("a", 2, noon, 3))
		f.advance(1)
		f.want("SELECT count() FROM %s_store.streams_all", "6")
		f.want(shape, "2\t2\t2\t2\t4\t0")
	})
}

func TestCommitLeavesLoadsOnlyWhenNoOlderOneWouldWin(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.exec("SYSTEM STOP MERGES %s_store.loads")
		f.commit(f.rows("a", 1, noon, 2))
		f.commit(f.rows("a", 2, noon, 3))
		f.now = f.now.Add(37 * day)
		f.advance(1)
		f.now = f.now.Add(day)
		f.advance(0)
		f.want("SELECT count() FROM %s_store.loads", "2")
		f.want("SELECT version FROM %s_store.commits", "2")
		f.exec("SYSTEM START MERGES %s_store.loads")
		f.exec("OPTIMIZE TABLE %s_store.loads FINAL")
		f.advance(0)
		f.want("SELECT count() FROM %s_store.loads", "0")
		f.want("SELECT version FROM %s_store.commits", "2")
		f.want(shape, "1\t1\t1\t1\t3\t0")
	})
}
