package load_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/load/engine"
	"callrecords/load/verify"
	"callrecords/schema"
)

// settledShards is a cluster some months ago, where time can go by.
func settledShards(t *testing.T, e engine.Engine) *fixture {
	f := setupShards(t, e)
	f.now = f.now.Add(-200 * day)
	return f
}

// ofShards is a figure of each shard's part of a table, in the order of the shards.
func ofShards(figure, table string) string {
	return "SELECT groupArray(figure) FROM (SELECT " + figure + " AS figure FROM %s_store." + table +
		" GROUP BY shardNum() ORDER BY shardNum())"
}

func TestLineReachesEveryShard(t *testing.T) {
	each(t, settledShards, func(t *testing.T, f *fixture) {
		f.many(12)
		f.now = f.now.Add(37 * day)
		f.advance(12)
		f.want(ofShards("count()", "settle_line"), "[1,1]")
		f.want("SELECT max(line) - min(line) < 100 FROM %s_store.settle_line", "1")
		f.exec("OPTIMIZE TABLE %s_store.loads_local FINAL")
		f.now = f.now.Add(commit.SweepAge + time.Minute)
		f.advance(0)
		f.want("SELECT count() FROM %s_store.loads", "0")
		f.want(ofShards("count() > 2", "settled_loads"), "[1,1]")
		f.want("SELECT count(), uniqExact(record_id), countIf(version = 2) FROM %s.records", "12\t12\t4")
		f.want("SELECT count(), countIf(version = 2) FROM %s.streams", "36\t12")
		f.want("SELECT count() FROM %s.audit", "0")
		f.want("SELECT count() FROM %s.streams WHERE record_id = 'never'", "0")

		f.commit(f.rowsOf(recordNames(6), 3, noon, 4)...)
		f.want("SELECT count(), countIf(version = 3) FROM %s.streams", fmt.Sprint(6*3+6*4, "\t", 6*4))
		f.want("SELECT count(), uniqExact(record_id) FROM %s_store.commits", "12\t12")
		found, err := f.Verify.Verify(t.Context(), verify.Options{Now: f.now})
		f.must(err)
		for _, x := range found {
			// The fixture notes nothing in the ledger, and what was replaced waits for a sweep.
			if x.Kind != verify.FindingLedgerBehind && x.Kind != verify.FindingDead {
				t.Errorf("got %+v, want rows and commits sound", x)
			}
		}
	})
}

// A move can break off between two shards. What the line passes is sound on both before, so that
// readers may be told either line.
func TestMoveThatReachedOneShardShowsTheSame(t *testing.T) {
	each(t, settledShards, func(t *testing.T, f *fixture) {
		f.many(12)
		f.now = f.now.Add(37 * day)
		f.advance(12)
		f.exec("DELETE FROM %s_store.settle_line_local WHERE cityHash64(line) % 2 = 1")
		f.want(ofShards("count()", "settle_line"), "[1]")
		f.want("SELECT count(), uniqExact(record_id), countIf(version = 2) FROM %s.streams", "36\t12\t12")
		f.commit(f.rowsOf(recordNames(3), 3, noon, 3)...)
		f.want("SELECT count(), uniqExact(record_id), countIf(version = 3) FROM %s.streams", "36\t12\t9")

		// Nothing leaves loads before both shards have had the line for long enough.
		f.exec("OPTIMIZE TABLE %s_store.loads_local FINAL")
		f.now = f.now.Add(2 * commit.SweepAge)
		f.advance(9) // the other three are of yesterday
		f.want("SELECT uniqExact(record_id) FROM %s_store.loads", "12")
		f.want(ofShards("count()", "settle_line"), "[2,1]")
		f.now = f.now.Add(commit.SweepAge + time.Minute)
		f.advance(0)
		f.want("SELECT groupUniqArray(version) FROM %s_store.loads", "[3]")
		f.want("SELECT count(), uniqExact(record_id), countIf(version = 3) FROM %s.streams", "36\t12\t9")
	})
}

// A query reads the line, the commits and the rows of each shard one after the other.
func TestSettledRecordIsSeenOnceOnShardsWhileALoadTakesItsPlace(t *testing.T) {
	eachSlowMode(t, settledShards, func(t *testing.T, f *fixture, shared int) {
		ids := recordNames(slowRecords)
		f.commit(f.rowsOf(ids, 1, noon, 2, 3)...)
		f.now = f.now.Add(37 * day)
		f.advance(slowRecords)
		f.loadDuring(f.slow(shared, f.pause()), ids)
	})
}

// The line moves, and six hours later the commits go, under queries that have begun.
func TestQueryOfShardsThatReadTheLineBeforeAMoveMissesNothing(t *testing.T) {
	eachSlowMode(t, settledShards, func(t *testing.T, f *fixture, shared int) {
		ids := recordNames(6)
		f.commit(f.rowsOf(ids, 1, noon, 2, 3)...)
		f.now = f.now.Add(37 * day)
		pause := f.pause()
		var answers []<-chan string
		for range 4 {
			answers = append(answers, f.slow(shared, pause))
			<-time.After(pause / 2)
		}
		f.advance(6)
		f.now = f.now.Add(time.Minute)
		f.advance(0)
		for i, answer := range answers {
			if got := <-answer; strings.Count(got, "\t5\t[1]\n") != len(ids) {
				t.Errorf("query %d: got %q, want the %d records whole", i, got, len(ids))
			}
		}
	})
}

// A commit names what it replaces behind the line of any shard, also where the clock that moved it
// was hours fast and only one shard has heard of it.
func TestLoadTakesThePlaceOfOneThatIsSettledOnOneShard(t *testing.T) {
	eachCase(t, map[string]int{"the first has not heard": 0, "the second has not heard": 1}, settledShards,
		func(t *testing.T, f *fixture, deaf int) {
			ids := recordNames(8)
			f.commit(f.rowsOf(ids, 1, noon, 2)...)
			f.now = f.now.Add(commit.SettleAge - 10*time.Hour)
			_, err := f.Commits.Settle(t.Context(), commit.SettleOptions{Now: f.now.Add(20 * time.Hour)})
			f.must(err)
			f.want("SELECT count() FROM %s_store.settle_line", "2")
			f.exec(fmt.Sprintf("DELETE FROM %%s_store.settle_line_local WHERE cityHash64(line) %% 2 = %d", deaf))
			f.commit(f.rowsOf(ids, 2, noon, 3)...)
			f.want("SELECT version, count(), uniqExact(record_id) FROM %s.streams GROUP BY version", "2\t24\t8")
			f.want("SELECT version, count() FROM %s_store.commits GROUP BY version", "2\t8")
			f.want("SELECT count() FROM %s.audit", "0")
		})
}

func TestLoadBehindTheLineOfAnyShardIsRefused(t *testing.T) {
	each(t, settledShards, func(t *testing.T, f *fixture) {
		for range 2 {
			f.commit(f.rowsOf(recordNames(6), 1, noon, 2)...)
			f.now = f.now.Add(40 * day)
			f.advance(6)
		}
		f.exec("DELETE FROM %s_store.settle_line_local WHERE line = (SELECT max(line) FROM %s_store.settle_line_local)")
		f.want("SELECT count() FROM %s_store.settle_line", "3")
		slow := *f
		slow.Warehouse = slow.over(f.engine, load.Options{Cluster: "two"})
		slow.now = f.now.Add(-36 * day)
		batch := slow.batch([]schema.Load{slow.begin("b", 1, noon)}, 3)
		if err := slow.Commits.Insert(t.Context(), batch); !errors.Is(err, commit.ErrBehindLine) {
			t.Errorf("got error %v, want %v", err, commit.ErrBehindLine)
		}
	})
}

// saying is a cluster that says something else of itself.
type saying struct {
	engine.Engine
	said, says string
}

func (e saying) Query(ctx context.Context, sql, format string) (io.ReadCloser, error) {
	return e.Engine.Query(ctx, strings.ReplaceAll(sql, e.said, e.says), format)
}

// twins are shards of two replicas each.
func twins(e engine.Engine) engine.Engine {
	return saying{e, "max(total_replicas)", "2 * max(total_replicas)"}
}

func TestClusterWithReplicasSettlesNothingAndSaysSo(t *testing.T) {
	each(t, settledShards, func(t *testing.T, f *fixture) {
		f.many(6)
		f.now = f.now.Add(37 * day)
		for name, c := range map[string]struct {
			engine engine.Engine
			want   error
		}{
			"as Keeper knows":       {twins(f.engine), commit.ErrReplicated},
			"as the cluster says":   {saying{f.engine, "max(replica_num)", "max(replica_num) + 1"}, commit.ErrReplicated},
			"a shard does not tell": {saying{f.engine, "count() AS known", "count() - 1 AS known"}, commit.ErrUnsound},
		} {
			t.Run(name, func(t *testing.T) {
				f := f.on(t)
				f.Warehouse = f.over(c.engine, load.Options{Cluster: "two"})
				_, err := f.Commits.Settle(t.Context(), commit.SettleOptions{Now: f.now})
				if !errors.Is(err, c.want) {
					t.Errorf("got %v, want %v", err, c.want)
				}
				f.want("SELECT count() FROM %s_store.settle_line", "0")
			})
		}
	})
}

// Replicas that came later: the line that stands must not, and docs/settle.md says how it goes.
func TestLineOfAClusterThatGotReplicasCanBeTakenBack(t *testing.T) {
	each(t, settledShards, func(t *testing.T, f *fixture) {
		f.many(6)
		f.now = f.now.Add(37 * day)
		f.advance(6)
		f.exec("OPTIMIZE TABLE %s_store.loads_local FINAL")
		f.now = f.now.Add(day)
		f.advance(0)
		f.commit(f.rowsOf(recordNames(2), 3, noon, 4)...)
		const seen = "SELECT count(), uniqExact(record_id), countIf(version = 3) FROM %s.streams"
		f.want(seen, "20\t6\t8")

		f.Warehouse = f.over(twins(f.engine), load.Options{Cluster: "two"})
		_, err := f.Commits.Settle(t.Context(), commit.SettleOptions{Now: f.now})
		if !errors.Is(err, commit.ErrUnsound) {
			t.Errorf("got %v, want %v", err, commit.ErrUnsound)
		}
		for _, statement := range []string{
			"INSERT INTO %s_store.loads SELECT * FROM %s_store.commits",
			"TRUNCATE TABLE %s_store.settle_line_local ON CLUSTER `two`",
			"TRUNCATE TABLE %s_store.settled_loads_local ON CLUSTER `two`",
		} {
			f.must(f.engine.Exec(t.Context(), strings.ReplaceAll(statement, "%s", f.database)))
			f.want(seen, "20\t6\t8")
		}
		f.want("SELECT count() FROM %s.audit", "0")
		_, err = f.Commits.Settle(t.Context(), commit.SettleOptions{Now: f.now})
		if !errors.Is(err, commit.ErrReplicated) {
			t.Errorf("got %v, want %v", err, commit.ErrReplicated)
		}
	})
}
