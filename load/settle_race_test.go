package load_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/load/ddl"
	"callrecords/load/engine"
)

// A query reads the settle line, the commits and the rows one after the other.
func TestSettledRecordIsSeenOnceWhileALoadTakesItsPlace(t *testing.T) {
	eachSlowMode(t, settled, func(t *testing.T, f *fixture, shared int) {
		ids := recordNames(slowRecords)
		f.commit(f.rowsOf(ids, 1, noon, 2, 3)...)
		f.now = f.now.Add(37 * day)
		f.advance(slowRecords)
		f.loadDuring(f.slow(shared, f.pause()), ids)
	})
}

// The commits stay in loads until no query can know the line from before. Queries
// begin one after the other, so that the move meets each of them elsewhere.
func TestQueryThatReadTheLineBeforeAMoveMissesNothing(t *testing.T) {
	eachSlowMode(t, settled, func(t *testing.T, f *fixture, shared int) {
		ids := recordNames(3)
		f.commit(f.rowsOf(ids[:2], 1, noon, 2, 3)...)
		f.now = f.now.Add(37 * day)
		f.advance(2) // so that the line stands somewhere
		f.commit(f.rowsOf(ids[2:], 1, noon, 2, 3)...)
		f.now = f.now.Add(37 * day)
		pause := 2 * f.pause() // for all of a move
		var answers []<-chan string
		for range 4 {
			answers = append(answers, f.slow(shared, pause))
			<-time.After(pause / 2)
		}
		f.advance(1)
		f.now = f.now.Add(time.Minute) // a query may take as long, and more
		f.advance(0)                   // by another exporter
		for i, answer := range answers {
			if got := <-answer; strings.Count(got, "\t5\t[1]\n") != len(ids) {
				t.Errorf("query %d: got %q, want the %d records whole", i, got, len(ids))
			}
		}
	})
}

// between is an engine on which something else happens right before a commit.
type between struct {
	engine.Engine
	happens func()
}

func (e *between) Insert(ctx context.Context, b engine.Block) (int64, error) {
	if b.Table == ddl.Loads.Name {
		e.happens()
	}
	return e.Engine.Insert(ctx, b)
}

func TestLineMayPassALoadWhileAnotherTakesItsPlace(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		other := *f
		f.commit(f.rows("a", 1, noon, 2), f.rows("b", 1, noon, 1))
		f.now = f.now.Add(commit.SettleAge - time.Hour)
		other.now = f.now.Add(2 * time.Hour)
		f.Warehouse = f.over(&between{f.node, func() { other.advance(2) }}, load.Options{})
		f.commit(f.rows("a", 2, noon, 3))
		f.want(shape, "2\t2\t2\t2\t4\t0")
	})
}

// halting is an engine on which something happens before the first query that
// holds a text.
type halting struct {
	engine.Engine
	text    string
	happens func()
}

func (e *halting) Query(ctx context.Context, sql, format string) (io.ReadCloser, error) {
	e.meet(sql)
	return e.Engine.Query(ctx, sql, format)
}

func (e *halting) Exec(ctx context.Context, sql string) error {
	e.meet(sql)
	return e.Engine.Exec(ctx, sql)
}

func (e *halting) meet(sql string) {
	if e.happens != nil && strings.Contains(sql, e.text) {
		happens := e.happens
		e.happens = nil
		happens()
	}
}

// Another exporter settles the same loads, and hours later takes their commits
// out of loads, while one stands still before it sweeps.
func TestSlowSettlerSparesWhatAnotherHasSettled(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2), f.rows("b", 1, noon, 3))
		f.now = f.now.Add(37 * day)
		other := *f
		slow := f.over(&halting{f.node, "_partition_id AS ID", func() {
			other.advance(2)
			other.now = other.now.Add(commit.SweepAge + time.Second)
			other.advance(0)
		}}, load.Options{})
		_, err := slow.Commits.Settle(t.Context(), commit.SettleOptions{Now: f.now})
		f.must(err)
		f.want(shape, "2\t2\t2\t2\t5\t0")
		f.want("SELECT count() FROM %s_store.streams_all", "5")
	})
}
