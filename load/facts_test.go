package load_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/load/engine"
	"callrecords/load/verify"
	"callrecords/schema"
)

// ofFacts is a kept view, and a view that reads it.
var ofFacts = []schema.View{
	{
		Name: "stream_facts", Kept: true, Rows: "sessions", Comment: "One row per record and session.",
		Query: `SELECT tenant_id, record_id, record_start_date_time, load_id, session_index, sum(n) AS streams
FROM (
    SELECT tenant_id, record_id, record_start_date_time, load_id, session_index, 1 AS n FROM {streams_live}
    UNION ALL
    SELECT tenant_id, record_id, record_start_date_time, load_id, session_index, 0 FROM {sessions_live})
GROUP BY tenant_id, record_id, record_start_date_time, load_id, session_index`,
		Columns: []schema.Column{
			{Name: "tenant_id", Kind: schema.KindKeyword, Meaning: "tenant"},
			{Name: "record_id", Kind: schema.KindText, Meaning: "record"},
			{Name: "record_start_date_time", Kind: schema.KindStart, Meaning: "its start"},
			schema.LoadID,
			{Name: "session_index", Kind: schema.KindUInt32, Meaning: "session"},
			{Name: "streams", Kind: schema.KindUInt64, Meaning: "its streams"},
		},
	},
	{
		Name: "stream_counts", Comment: "One row per record.",
		Query: "SELECT tenant_id, record_id, sum(f.streams) AS streams FROM {stream_facts} AS f GROUP BY tenant_id, record_id",
		Columns: []schema.Column{
			{Name: "tenant_id", Kind: schema.KindKeyword, Meaning: "tenant"},
			{Name: "record_id", Kind: schema.KindText, Meaning: "record"},
			{Name: "streams", Kind: schema.KindUInt64, Meaning: "its streams"},
		},
	},
}

// facts is a fixture some months ago, with facts.
func facts(t *testing.T, e engine.Engine) *fixture {
	f := settled(t, e)
	f.Warehouse = f.over(e, load.Options{Views: ofFacts})
	f.must(f.Migrate(t.Context()))
	return f
}

// fill computes the facts of so many loads ahead.
func (f *fixture) fill(want uint64) {
	f.Helper()
	filled, err := f.Commits.Fill(f.Context(), commit.FillOptions{Now: f.now})
	f.must(err)
	if filled.Loads != want {
		f.Errorf("got the facts of %d loads filled in, want %d", filled.Loads, want)
	}
}

const (
	counts = "SELECT groupArray((record_id, streams)) FROM (SELECT record_id, streams FROM %s.stream_counts ORDER BY record_id)"
	stored = "SELECT groupArray((record_id, streams)) FROM (SELECT record_id, streams FROM %s_store.stream_facts_filled ORDER BY ALL)"
)

func TestFactsAreKeptOfLoadsThatCanChangeNoMore(t *testing.T) {
	each(t, facts, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2), f.rows("b", 1, noon, 3))
		f.rows("c", 1, noon, 5) // died on the way
		f.fill(0)               // others may be on the way
		f.want(counts, "[('a',2),('b',3)]")
		f.now = f.now.Add(day + commit.SweepAge + time.Minute)
		f.commit(f.rows("b", 2, noon, 4), f.rows("d", 1, noon, 1))
		f.fill(1)
		f.fill(0)
		f.want(stored, "[('a',2)]")
		f.want(counts, "[('a',2),('b',4),('d',1)]")
		f.commit(f.rows("a", 2, noon, 7))
		f.want(counts, "[('a',7),('b',4),('d',1)]")
		f.now = f.now.Add(2 * day)
		f.fill(3)
		f.want(stored, "[('a',2),('a',7),('b',4),('d',1)]")
		f.want(counts, "[('a',7),('b',4),('d',1)]")
		f.sweep(f.now.Add(day))
		f.want(stored, "[('a',7),('b',4),('d',1)]")
		f.want(counts, "[('a',7),('b',4),('d',1)]")
	})
}

func TestFactsOfOtherRulesDoNotCount(t *testing.T) {
	each(t, facts, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(3 * day)
		f.fill(1)
		changed := append([]schema.View{}, ofFacts...)
		changed[0].Query = "SELECT * REPLACE (streams * 10 AS streams) FROM (" + changed[0].Query + ")"
		f.Warehouse = f.over(f.engine, load.Options{Views: changed})
		f.must(f.Migrate(t.Context()))
		f.want(counts, "[('a',20)]")
		f.fill(1)
		f.want(counts, "[('a',20)]")
		f.want(stored, "[('a',2),('a',20)]") // another exporter may be about to read them
		f.now = f.now.Add(day)
		f.fill(0)
		f.want(stored, "[('a',20)]")
	})
}

// Rules are tried and taken back, and so is a new version of the program.
func TestFactsOfRulesThatAreTakenBackAreNotMissed(t *testing.T) {
	each(t, facts, func(t *testing.T, f *fixture) {
		before := f.Warehouse
		tried := slices.Clone(ofFacts)
		tried[0].Query = "SELECT * REPLACE (streams * 10 AS streams) FROM (" + tried[0].Query + ")"
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(3 * day)
		f.fill(1)
		for _, hours := range []time.Duration{7, 17, 24, 7} {
			f.Warehouse = f.over(f.engine, load.Options{Views: tried})
			f.must(f.Migrate(t.Context()))
			f.now = f.now.Add(hours * time.Hour)
			_, err := f.Commits.Fill(t.Context(), commit.FillOptions{Now: f.now})
			f.must(err)
			f.want(counts, "[('a',20)]")
			f.Warehouse = before
			f.must(f.Migrate(t.Context()))
			f.want(counts, "[('a',2)]")
			_, err = f.Commits.Fill(t.Context(), commit.FillOptions{Now: f.now})
			f.must(err)
			f.want(counts, "[('a',2)]")
		}
	})
}

// An exporter that goes on while another one has made the views anew would keep what those compute.
func TestFactsAreNotFilledInByViewsOfOtherRules(t *testing.T) {
	eachCase(t, map[string]bool{"before": false, "meanwhile": true}, facts,
		func(t *testing.T, f *fixture, meanwhile bool) {
			tried := slices.Clone(ofFacts)
			tried[0].Query = "SELECT * REPLACE (streams * 10 AS streams) FROM (" + tried[0].Query + ")"
			migrate := func() { f.must(f.over(f.engine, load.Options{Views: tried}).Migrate(t.Context())) }
			f.commit(f.rows("a", 1, noon, 2))
			f.now = f.now.Add(3 * day)
			ours := f.Warehouse
			if meanwhile {
				ours = f.over(&halting{f.node, ".`stream_facts_computed`", migrate}, load.Options{Views: ofFacts})
			} else {
				migrate()
			}
			if _, err := ours.Commits.Fill(t.Context(), commit.FillOptions{Now: f.now}); !errors.Is(err, commit.ErrOtherRules) {
				t.Errorf("got %v, want %v", err, commit.ErrOtherRules)
			}
			f.must(f.Migrate(t.Context()))
			f.want(counts, "[('a',2)]")
		})
}

func TestFactsThatAreForgottenStayForWhoIsAboutToReadThem(t *testing.T) {
	each(t, facts, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(3 * day)
		f.fill(1)
		f.now = f.now.Add(day)
		f.must(f.Commits.ForgetFacts(t.Context()))
		f.want(counts, "[('a',2)]")
		f.fill(1)
		f.want(stored, "[('a',2),('a',2)]")
		f.now = f.now.Add(day)
		f.fill(0)
		f.want(stored, "[('a',2)]")
		f.want(counts, "[('a',2)]")
	})
}

// What a fill costs that has nothing to do does not grow with the history.
func TestFillOfNothingReadsNoHistory(t *testing.T) {
	for _, history := range []string{".`commits`", ".`stream_facts_all`"} {
		t.Run(history, func(t *testing.T) {
			each(t, facts, func(t *testing.T, f *fixture) {
				f.commit(f.rows("a", 1, noon, 2))
				f.now = f.now.Add(40 * day)
				f.fill(1)
				f.advance(1)
				f.commit(f.rows("b", 1, noon, 3))
				f.now = f.now.Add(7 * time.Hour)
				f.Warehouse = f.over(&halting{f.node, history, func() { t.Error("got it read, want not") }},
					load.Options{Views: ofFacts})
				f.fill(0)
				f.want(counts, "[('a',2),('b',3)]")
			})
		})
	}
}

// The clock of who takes a commit back is set back while a fill is under way.
func TestFactsThatAreForgottenWhileTheyAreFilledInDoNotCount(t *testing.T) {
	each(t, facts, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(3 * day)
		f.fill(1)
		f.must(f.Commits.ForgetFacts(t.Context()))
		f.now = f.now.Add(2 * time.Hour)
		other := *f
		other.Warehouse = f.over(&halting{f.node, ".`stream_facts_computed`", func() {
			f.now = f.now.Add(-time.Hour)
			f.must(f.Commits.ForgetFacts(t.Context()))
		}}, load.Options{Views: ofFacts})
		other.fill(2) // in vain, and then once more
		f.want(counts, "[('a',2)]")
	})
}

func TestOfTwoFillsAtATimeOneCounts(t *testing.T) {
	eachCase(t, map[string]func(*fixture){
		"by right clocks": func(*fixture) {},
		// Both take an id behind the same one, which is of a later time than theirs.
		"by clocks that are behind": func(f *fixture) {
			f.now = f.now.Add(time.Hour)
			f.must(f.Commits.ForgetFacts(f.Context()))
			f.now = f.now.Add(-time.Hour)
		},
	}, facts, func(t *testing.T, f *fixture, before func(*fixture)) {
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(3 * day)
		before(f)
		other := *f
		other.Warehouse = f.over(&halting{f.node, ".`stream_facts_computed`", func() { f.fill(1) }}, load.Options{Views: ofFacts})
		other.fill(1)
		f.want(stored, "[('a',2),('a',2)]")
		f.want(counts, "[('a',2)]")
		f.now = f.now.Add(day)
		f.fill(0)
		f.want(stored, "[('a',2)]")
		f.want(counts, "[('a',2)]")
	})
}

// Rows behind the settle line are seen without a look at their commit. An exporter of before
// sweeps none of facts.
func TestFactsDoNotCountBehindALineThatAnOlderExporterMoved(t *testing.T) {
	each(t, facts, func(t *testing.T, f *fixture) {
		older := *f
		older.Warehouse = f.over(f.engine, load.Options{})
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(3 * day)
		f.fill(1)
		f.commit(f.rows("a", 2, noon, 4))
		f.now = f.now.Add(40 * day)
		older.now = f.now
		older.advance(1)
		f.want(stored, "[('a',2)]") // dead, and behind the line
		f.want(counts, "[('a',4)]")
		f.commit(f.rows("b", 1, noon, 1))
		f.now = f.now.Add(40 * day)
		f.advance(1)
		f.want(counts, "[('a',4),('b',1)]")
		f.fill(2)
		f.want(stored, "[('a',4),('b',1)]")
		f.want(counts, "[('a',4),('b',1)]")
	})
}

// A clock that was ahead filled in what was still to come.
func TestLoadsBeforeTheLineOfFactsAreNotMissed(t *testing.T) {
	each(t, facts, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		right := f.now.Add(time.Hour)
		f.now = f.now.Add(10 * day)
		f.fill(1)
		f.now = right
		f.Warehouse = f.over(f.engine, load.Options{Views: ofFacts}) // another process
		f.commit(f.rows("b", 1, noon, 3))
		f.want(counts, "[('a',2),('b',3)]")
		f.now = f.now.Add(3 * day)
		f.fill(2)
		f.want(counts, "[('a',2),('b',3)]")
	})
}

func TestFactsThatAreGoneAreComputedAnew(t *testing.T) {
	eachCase(t, map[string]string{"by a table": "sessions", "by what was kept": ""}, facts,
		func(t *testing.T, f *fixture, rows string) {
			views := slices.Clone(ofFacts)
			views[0].Rows = rows
			f.Warehouse = f.over(f.engine, load.Options{Views: views})
			f.commit(f.rows("a", 1, noon, 2), f.rows("b", 1, noon, 3, 1))
			f.now = f.now.Add(3 * day)
			f.fill(2)
			f.fill(0)
			f.exec("DELETE FROM %s_store.stream_facts_all WHERE record_id = 'b'")
			f.want(counts, "[('a',2)]")
			f.now = f.now.Add(day) // they are counted once a day
			f.fill(2)
			f.want(counts, "[('a',2),('b',4)]")
			f.commit(f.rows("a", 2, noon, 2, 2))
			f.now = f.now.Add(2 * day)
			f.fill(1)
			f.sweep(f.now)
			f.now = f.now.Add(day)
			f.fill(0)
			f.want(counts, "[('a',4),('b',4)]")
			f.want("SELECT countIf(begins = 1) FROM %s_store.facts_log", "1") // nothing else was missing
		})
}

func TestVerifyFindsFactsThatAreGone(t *testing.T) {
	each(t, facts, func(t *testing.T, f *fixture) {
		f.whole(1, "a", "b")
		f.now = f.now.Add(3 * day)
		f.fill(2)
		f.wantFound()
		f.exec("DELETE FROM %s_store.stream_facts_all WHERE record_id = 'b'")
		list, err := f.Verify.Verify(t.Context(), f.verifyOptions())
		f.must(err)
		want := verify.Finding{
			Kind:   verify.FindingFactsMissing,
			Detail: "table stream_facts_all: 2 rows are kept, and the live loads have 4",
			Remedy: "exporter verify --repair has them computed when one asks, until the next runs have computed them ahead",
		}
		if len(list) != 1 || list[0] != want {
			t.Fatalf("got %+v, want %+v", list, want)
		}
		if got, want := f.repair(), (verify.Repaired{Facts: 1}); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
		f.want(counts, "[('a',3),('b',3)]")
		f.wantFound()
	})
}

func TestFactsAreCountedOnceADay(t *testing.T) {
	each(t, facts, func(t *testing.T, f *fixture) {
		asked := 0
		f.Warehouse = f.over(&halting{f.node, "AS kept", func() { asked++ }}, load.Options{Views: ofFacts})
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(3 * day)
		f.fill(1)
		f.Warehouse = f.over(&halting{f.node, "AS kept,", func() { asked++ }}, load.Options{Views: ofFacts})
		f.fill(0)
		f.now = f.now.Add(23 * time.Hour)
		f.fill(0)
		if asked != 1 {
			t.Errorf("got facts counted %d times in a day, want 1", asked)
		}
		f.now = f.now.Add(time.Hour)
		f.fill(0)
		if asked != 2 {
			t.Errorf("got facts counted %d times in two days, want 2", asked)
		}
	})
}

// A commit that is taken back lets a load live again of which nothing is kept: whoever fills in
// meanwhile, and by whatever rules.
func TestFactsOfALoadThatLivesAgainAreNotMissed(t *testing.T) {
	others := slices.Clone(ofFacts)
	others[0].Query = "SELECT * FROM (" + others[0].Query + ")"
	for name, c := range map[string]struct {
		rules     []schema.View // of who repairs
		meanwhile bool          // another exporter fills in
	}{"filled meanwhile": {ofFacts, true}, "taken back by other rules": {others, false}} {
		t.Run(name, func(t *testing.T) {
			each(t, facts, func(t *testing.T, f *fixture) {
				f.note(header("a", 1, f.now))
				f.commit(f.rows("a", 1, f.now, 2))
				f.commit(f.rows("a", 9, f.now, 3)) // that Graph never showed
				f.exec("DELETE FROM %s_store.records_all WHERE version = 9")
				f.now = f.now.Add(3 * day)
				f.fill(1)
				f.want(counts, "[('a',3)]")
				if f.value("SELECT count() FROM %s_store.loads") == "1" {
					t.Skip("the engine has merged the first commit away")
				}
				e := &halting{Engine: f.node, text: "DELETE FROM"}
				if e.happens = func() {}; c.meanwhile {
					e.happens = func() { f.fill(1) }
				}
				repairer := f.on(t)
				repairer.Warehouse = f.over(e, load.Options{Views: c.rules})
				if done := repairer.repair(); done.Withdrawn == 0 || e.happens != nil {
					t.Errorf("got %+v, want a commit withdrawn", done)
				}
				f.want(counts, "[('a',2)]")
			})
		})
	}
}

// A clock that was ahead fills in what is still to come: between rows and their commit, or when
// whoever commits has just looked for it.
func TestLoadsThatAreBehindTheLineOfFactsAtTheirCommitAreNotMissed(t *testing.T) {
	eachCase(t, map[string]bool{"before the commit": false, "right before the commit": true}, facts,
		func(t *testing.T, f *fixture, late bool) {
			f.commit(f.rows("a", 1, noon, 2))
			f.now = f.now.Add(time.Hour)
			b := f.rows("b", 1, noon, 3)
			ahead := *f
			ahead.now = f.now.Add(10 * day)
			ahead.Warehouse = ahead.over(f.engine, load.Options{Views: ofFacts})
			if late {
				f.Warehouse = f.over(&between{f.node, func() { ahead.fill(1) }}, load.Options{Views: ofFacts})
			} else {
				ahead.fill(1)
			}
			f.commit(b)
			f.want(counts, "[('a',2),('b',3)]")
		})
}

// What analysts want is no reason to let a record expire.
func TestFactsThatCannotBeKeptStopNoLoad(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.exec("CREATE TABLE %s_store.stream_facts_all (mine UInt8) ENGINE = Memory")
		f.Warehouse = f.over(f.engine, load.Options{Views: ofFacts})
		f.must(f.Migrate(t.Context()))
		if p := f.plan(); len(p.Left) == 0 || len(p.Refusals) > 0 {
			t.Errorf("got %q left out and %q refused, want the table left out and nothing refused", p.Left, p.Refusals)
		}
		f.commit(f.rows("a", 1, noon, 2))
		f.want("SELECT count() FROM %s.streams", "2")
	})
}

// confined is an engine that inserts into few partitions at once, as a server does.
type confined struct{ engine.SessionEngine }

func (e confined) Exec(ctx context.Context, sql string) error {
	few := engine.QuerySession{Settings: map[string]string{"max_partitions_per_insert_block": "2"}}
	done, err := e.QueryIn(ctx, sql, "Null", few)
	if err != nil {
		return err
	}
	_, err = io.ReadAll(done)
	return errors.Join(err, done.Close())
}

// What was imported in a day may have begun in any month.
func TestFactsOfManyMonthsAreFilledIn(t *testing.T) {
	t.Parallel()
	f := facts(t, store.Engine)
	for i, id := range recordNames(4) {
		f.commit(f.rows(id, 1, noon.AddDate(0, -i, 0), 2))
	}
	f.now = f.now.Add(3 * day)
	f.Warehouse = f.over(confined{store.Engine}, load.Options{Views: ofFacts})
	f.fill(4)
	f.want("SELECT count() FROM %s_store.stream_facts_all", "4")
}

// Who takes as long as a load may take has not seen what was settled meanwhile.
func TestFactsOfAFillThatTakesTooLongDoNotCount(t *testing.T) {
	each(t, facts, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(3 * day)
		slow := f.over(f.engine, load.Options{Views: ofFacts, SweepAge: time.Microsecond})
		if filled, err := slow.Commits.Fill(t.Context(), commit.FillOptions{Now: f.now}); err == nil || filled.Loads > 0 {
			t.Errorf("got %+v and no error, want that it took too long", filled)
		}
		f.want(counts, "[('a',2)]")
		f.fill(1)
		f.want(stored, "[('a',2),('a',2)]") // one of them in vain
		f.want(counts, "[('a',2)]")
	})
}

// By a clock that is ahead a fill that is under way is one that broke off.
func TestFactsThatAreSweptWhileTheyAreFilledInAreNotMissed(t *testing.T) {
	eachCase(t, map[string]bool{"by who fills in, too": true, "by who has nothing to fill in": false}, facts,
		func(t *testing.T, f *fixture, fills bool) {
			f.commit(f.rows("a", 1, noon, 2))
			f.now = f.now.Add(3 * day)
			ahead := *f
			ahead.now = f.now.Add(10 * day)
			ahead.Warehouse = ahead.over(f.node, load.Options{Views: ofFacts})
			noted := slices.Clone(ofFacts)
			noted[0].Rows = "" // so that something is asked between the rows and the word that they are in
			slow := f.over(&halting{f.node, "AS t\nWHERE t.fill", func() {
				if fills {
					ahead.fill(1)
					return
				}
				f.exec("CREATE TABLE %s_store.aside ENGINE = Memory AS SELECT * FROM %s_store.loads")
				f.exec("TRUNCATE TABLE %s_store.loads")
				ahead.fill(0)
				f.want(stored, "[]")
				f.exec("INSERT INTO %s_store.loads SELECT * FROM %s_store.aside")
			}}, load.Options{Views: noted})
			_, err := slow.Commits.Fill(t.Context(), commit.FillOptions{Now: f.now})
			f.must(err)
			f.want(counts, "[('a',2)]")
		})
}
