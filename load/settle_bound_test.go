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
	"callrecords/schema"
)

// unaudited is an engine that cannot answer what an audit asks.
type unaudited struct{ engine.Engine }

var errUnaudited = errors.New("the audit broke off")

func (e unaudited) Query(ctx context.Context, sql, format string) (io.ReadCloser, error) {
	if strings.Contains(sql, "declared_rows") {
		return nil, errUnaudited
	}
	return e.Engine.Query(ctx, sql, format)
}

// Incomplete loads may be settled when that is asked for; what is not known may not.
func TestAnAuditThatFailsIsNoIncompleteLoad(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(37 * day)
		w := f.over(unaudited{f.node}, load.Options{})
		_, err := w.Commits.Settle(t.Context(), commit.SettleOptions{Now: f.now, Incomplete: true})
		if !errors.Is(err, errUnaudited) {
			t.Errorf("got %v, want %v", err, errUnaudited)
		}
		f.want("SELECT count() FROM %s_store.settle_line", "0")
	})
}

func TestOneLoadBehindTheLineIsEnoughToRefuseABatch(t *testing.T) {
	eachCase(t, map[string]int{"the first": 0, "the last": 1}, settled, func(t *testing.T, f *fixture, at int) {
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(37 * day)
		f.advance(1)
		loads := []schema.Load{f.begin("b", 1, noon), f.begin("c", 1, noon)}
		slow := *f
		slow.Warehouse = slow.over(f.node, load.Options{})
		slow.now = f.now.Add(-36 * day)
		loads[at] = slow.begin("old", 1, noon)
		if err := f.Commits.Insert(t.Context(), f.batch(loads, 1)); !errors.Is(err, commit.ErrBehindLine) {
			t.Errorf("got %v, want %v", err, commit.ErrBehindLine)
		}
		f.want("SELECT count() FROM %s_store.records_all", "1")
	})
}

// A query that read the line before it moved looks for the commits in loads.
func TestCommitsStayInLoadsForASweepAgeAfterTheLineMoved(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(37 * day)
		f.advance(1)
		// The line moved when all was cleared, which took a while.
		f.want(fmt.Sprintf("SELECT moved_at > fromUnixTimestamp64Milli(%d) FROM %%s_store.settle_line",
			f.now.UnixMilli()), "1")
		f.now = f.now.Add(commit.SweepAge - time.Minute)
		f.advance(0)
		f.want("SELECT count() FROM %s_store.loads", "1")
		f.now = f.now.Add(10 * time.Minute)
		f.advance(0)
		f.want("SELECT count() FROM %s_store.loads", "0")
	})
}

// Graph lists meetings that are to come: they say nothing of what time it is.
func TestStartsInTheFutureDoNotLiftTheBoundOnTheLine(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.note(header("a", 1, f.now), header("to come", 1, f.now.Add(2000*day)))
		f.commit(f.rows("a", 1, f.now, 2))
		f.now = f.now.Add(1000 * day) // a clock gone wild
		f.advance(0)
	})
}

// settled_loads has a row per version until the engine merges them.
func TestOlderVersionDoesNotTakeThePlaceOfOneThatWasSettledTwice(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.exec("SYSTEM STOP MERGES %s_store.settled_loads")
		for _, version := range []uint64{1, 3} {
			f.commit(f.rows("a", version, noon, int(version)))
			f.now = f.now.Add(37 * day)
			f.advance(1)
			f.now = f.now.Add(day)
			f.exec("OPTIMIZE TABLE %s_store.loads FINAL")
			f.advance(0)
			f.want("SELECT count() FROM %s_store.loads", "0")
		}
		f.want("SELECT count() FROM %s_store.settled_loads", "2")
		f.commit(f.rows("a", 2, noon, 2))
		f.want("SELECT version, count() FROM %s.streams GROUP BY version", "3\t3")
		f.exec("SYSTEM START MERGES %s_store.settled_loads")
	})
}

// The second load hid the first one, which the line has passed and no sweep has
// taken yet: the third must go on hiding it.
func TestThirdLoadHidesWhatTheSecondHid(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2), f.rows("b", 1, noon, 1))
		f.now = f.now.Add(commit.SettleAge - time.Hour)
		f.commit(f.rows("a", 2, noon, 3))
		f.exec("OPTIMIZE TABLE %s_store.loads FINAL")
		f.now = f.now.Add(2 * time.Hour)
		f.advance(1)
		f.want("SELECT count() FROM %s_store.streams_all WHERE record_id = 'a'", "5")
		f.commit(f.rows("a", 3, noon, 4))
		f.want("SELECT version, count() FROM %s.streams WHERE record_id = 'a' GROUP BY version", "3\t4")
		f.want(shape, "2\t2\t2\t2\t5\t0")
	})
}
