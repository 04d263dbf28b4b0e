package load_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// A query reads the settle line, the commits and the rows one after the other.
func TestSettledRecordIsSeenOnceWhileALoadTakesItsPlace(t *testing.T) {
	f := settled(t)
	var old []schema.Load
	for i := range 5 {
		old = append(old, f.rows(fmt.Sprint(i), 1, noon, 2, 3))
	}
	f.commit(old...)
	f.now = f.now.Add(37 * day)
	f.advance(5)
	for i, l := range old {
		answer := make(chan string, 1)
		go func() { answer <- f.slow(i % 2) }()
		<-time.After(time.Duration(300+300*i) * time.Millisecond) // it takes two seconds
		f.commit(f.rows(l.RecordID, 2, noon, 9))
		got := <-answer
		if before, after := l.RecordID+"\t5\t[1]\n", l.RecordID+"\t9\t[2]\n"; strings.Contains(got, before) == strings.Contains(got, after) {
			t.Errorf("record %s: seen %q", l.RecordID, got)
		}
	}
}

// The commits stay in loads until no query can know the line from before.
func TestQueryThatReadTheLineBeforeAMoveMissesNothing(t *testing.T) {
	f := settled(t)
	for i := range 5 {
		f.commit(f.rows(fmt.Sprint(i), 1, noon, 2, 3)) // those before are settled
		f.now = f.now.Add(37 * day)
		answer := make(chan string, 1)
		go func() { answer <- f.slow(i % 2) }()
		<-time.After(time.Duration(300+200*i) * time.Millisecond) // it takes two seconds
		f.advance(1)
		f.advance(0) // by another exporter
		if got := <-answer; strings.Count(got, "\t5\t[1]\n") != i+1 {
			t.Errorf("move %d: seen %q", i, got)
		}
	}
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
	f := settled(t)
	other := *f
	f.commit(f.rows("a", 1, noon, 2), f.rows("b", 1, noon, 1))
	f.now = f.now.Add(commit.SettleAge - time.Hour)
	other.now = f.now.Add(2 * time.Hour)
	f.Warehouse = f.over(&between{shared, func() { other.advance(2) }}, load.Options{})
	f.commit(f.rows("a", 2, noon, 3))
	f.want(shape, "2\t2\t2\t2\t4\t0")
}

// halting is an engine on which something happens before the first query that
// holds a text.
type halting struct {
	engine.Engine
	text    string
	happens func()
}

func (e *halting) Query(ctx context.Context, sql, format string) (io.ReadCloser, error) {
	if e.happens != nil && strings.Contains(sql, e.text) {
		happens := e.happens
		e.happens = nil
		happens()
	}
	return e.Engine.Query(ctx, sql, format)
}

// Another exporter settles the same loads, and hours later takes their commits
// out of loads, while one stands still before it sweeps.
func TestSlowSettlerSparesWhatAnotherHasSettled(t *testing.T) {
	f := settled(t)
	f.commit(f.rows("a", 1, noon, 2), f.rows("b", 1, noon, 3))
	f.now = f.now.Add(37 * day)
	other := *f
	slow := load.New(&halting{shared, "_partition_id AS ID", func() {
		other.advance(2)
		other.now = other.now.Add(commit.SweepAge + time.Second)
		other.advance(0)
	}}, load.Options{Database: f.database})
	if _, err := slow.Commits.Settle(t.Context(), commit.SettleOptions{Now: f.now}); err != nil {
		t.Error(err)
	}
	f.want(shape, "2\t2\t2\t2\t5\t0")
	f.want("SELECT count() FROM %s_store.streams_all", "5")
}
