package load_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/load/engine/enginetest"
)

// slowModes are how the engine takes a query's snapshots: one per table, or one
// each time that the query names the table.
var slowModes = map[string]int{"one snapshot per table": 1, "several snapshots per table": 0}

// eachSlowMode runs a test in each mode. What a query sees of a load that comes
// meanwhile is decided in the engine, not on the way to it. These tests wait for
// seconds, so one engine is enough: the server of someone else's when there is one.
func eachSlowMode(
	t *testing.T, setUp func(*testing.T, engine.Engine) *fixture, test func(*testing.T, *fixture, int),
) {
	t.Helper()
	t.Parallel()
	for name, shared := range slowModes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := engine.Engine(store.Engine)
			if enginetest.RealServer() != "" {
				e = store.Served(t)
			}
			test(t, setUp(t, e), shared)
		})
	}
}

// A query takes a snapshot of each table that it reads, one after the other.
// With a pause between them (a setting of the engine's own tests), a load that is
// inserted and committed meanwhile must be seen whole or not at all.
func TestLoadCommittedWhileAQueryBeginsIsSeenWholeOrNotAtAll(t *testing.T) {
	eachSlowMode(t, setup, func(t *testing.T, f *fixture, shared int) {
		ids := recordNames(slowRecords)
		f.commit(f.rowsOf(ids, 1, noon, 2, 3)...)
		f.loadDuring(f.slow(shared, f.pause()), ids)
	})
}

// So it is where analysts read through a door, with the rights of whoever made it: what the
// view behind it reads shares the snapshots of one query.
func TestLoadCommittedWhileAQueryBeginsIsSeenWholeThroughADoor(t *testing.T) {
	doors := func(t *testing.T, e engine.Engine) *fixture {
		f := &fixture{T: t, node: e, engine: e, now: time.Now()}
		f.lend("doors", func() { f.Warehouse = f.over(e, load.Options{Definer: true}) })
		return f
	}
	eachSlowMode(t, doors, func(t *testing.T, f *fixture, shared int) {
		ids := recordNames(slowRecords)
		f.commit(f.rowsOf(ids, 1, noon, 2, 3)...)
		f.loadDuring(f.slow(shared, f.pause()), ids)
	})
}

// A query over two views sees one moment where it takes one snapshot per table.
func TestTwoViewsOfAQueryShowOneVersion(t *testing.T) {
	t.Parallel()
	f := setup(t, store.Engine)
	ids := recordNames(slowRecords)
	f.commit(f.rowsOf(ids, 1, noon, 2, 3)...)
	f.loadDuring(f.slowly("sum(n), groupUniqArray(version) FROM (SELECT record_id, version, 1 AS n FROM %s.streams "+
		"UNION ALL SELECT record_id, version, 0 FROM %s.sessions)", 1, f.pause()), ids)
}

// slowFacts asks for the same of facts.
const slowFacts = "sum(streams), groupUniqArray(1 + (streams > 3)) FROM %s_store.stream_facts"

// What is kept of a record and what is computed of its next version are facts of one or the other.
func TestFactsOfALoadCommittedWhileAQueryBeginsAreThoseOfOneVersion(t *testing.T) {
	eachSlowMode(t, facts, func(t *testing.T, f *fixture, shared int) {
		ids := recordNames(slowRecords)
		f.commit(f.rowsOf(ids, 1, noon, 2, 3)...)
		f.now = f.now.Add(3 * day)
		f.fill(slowRecords)
		f.loadDuring(f.slowly(slowFacts, shared, f.pause()), ids)
	})
}

// Where the line of facts is, is asked in several views of a query.
func TestFactsFilledInOrForgottenWhileAQueryBeginsAreSeenOnce(t *testing.T) {
	eachSlowMode(t, facts, func(t *testing.T, f *fixture, shared int) {
		ids := recordNames(slowRecords)
		f.commit(f.rowsOf(ids, 1, noon, 2, 3)...)
		f.now = f.now.Add(3 * day)
		answer := f.slowly(slowFacts, shared, f.pause())
		for changes := 1; ; changes++ {
			f.fill(slowRecords)
			f.must(f.Commits.ForgetFacts(t.Context()))
			select {
			case got := <-answer:
				f.wantEither(got, ids)
				f.Logf("%d fills during the query", changes)
				return
			default:
			}
		}
	})
}

// slowRecords are more than can be loaded while a slow query takes its snapshots.
const slowRecords = 30

// loadDuring loads version 2 of one record after another, until a query that sees
// version 1 of all has ended: so that a load falls into each of its pauses. It
// wants each record whole, in either version.
func (f *fixture) loadDuring(answer <-chan string, ids []string) {
	f.Helper()
	for i, id := range ids {
		f.commit(f.rows(id, 2, noon, 9))
		select {
		case got := <-answer:
			f.wantEither(got, ids)
			f.Logf("%d loads during the query", i+1)
			return
		default:
		}
	}
	f.wantEither(<-answer, ids)
}

func (f *fixture) wantEither(got string, ids []string) {
	f.Helper()
	for _, id := range ids {
		before, after := id+"\t5\t[1]\n", id+"\t9\t[2]\n"
		if strings.Contains(got, before) == strings.Contains(got, after) {
			f.Errorf("%s: got %q, want one of %q and %q", id, got, before, after)
		}
	}
}

// pause is long enough for a load to fall into it, on a machine of any speed.
func (f *fixture) pause() time.Duration {
	f.Helper()
	begun := time.Now()
	f.commit(f.rows("timed", 1, noon, 1))
	return min(2*time.Since(begun), 5*time.Second)
}

// slow asks for the streams of each record, with a pause before each snapshot.
func (f *fixture) slow(sharedSnapshot int, pause time.Duration) <-chan string {
	return f.slowly("count(), groupUniqArray(version) FROM %s.streams", sharedSnapshot, pause)
}

// slowly asks for something of each record, with a pause before each snapshot.
func (f *fixture) slowly(what string, sharedSnapshot int, pause time.Duration) <-chan string {
	answer := make(chan string, 1)
	go func() {
		body, err := f.engine.Query(f.Context(), fmt.Sprintf("SELECT record_id, %s GROUP BY record_id ORDER BY record_id "+
			"SETTINGS merge_tree_storage_snapshot_sleep_ms = %d, enable_shared_storage_snapshot_in_query = %d",
			strings.ReplaceAll(what, "%s", f.database), pause.Milliseconds(), sharedSnapshot), "TSV")
		if err != nil {
			answer <- err.Error()
			return
		}
		text, err := io.ReadAll(body)
		answer <- fmt.Sprint(string(text), errorText(err), errorText(body.Close()))
	}()
	return answer
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
