package load_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/schema"
)

func TestLoadBehindTheSettleLineIsRefused(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(37 * day)
		f.advance(1)
		slow := *f
		slow.Warehouse = slow.over(f.node, load.Options{})
		slow.now = f.now.Add(-36 * day)
		batch := slow.batch([]schema.Load{slow.begin("b", 1, noon)}, 3)
		if err := slow.Commits.Insert(t.Context(), batch); !errors.Is(err, commit.ErrBehindLine) {
			t.Errorf("got error %v, want %v", err, commit.ErrBehindLine)
		}
		f.want("SELECT count() FROM %s_store.records_all", "1")
	})
}

func TestSettleLineIsBoundByWhatGraphHasShown(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.note(header("a", 1, f.now))
		f.commit(f.rows("a", 1, f.now, 2))
		right := f.now
		f.now = f.now.Add(1000 * day) // a clock gone wild
		f.advance(0)
		f.now = right.Add(37 * day)
		f.note(header("b", 1, f.now))
		f.advance(1)
	})
}

// fast settles by a clock that is some hours fast, of which the last statements
// may not come to pass, and sets it right.
func (f *fixture) fast(hours int, statements int) {
	f.Helper()
	f.note(header("new", 1, f.now))
	w := f.over(&mortal{Engine: f.node, left: statements}, load.Options{})
	ahead := f.now.Add(time.Duration(hours) * time.Hour)
	_, err := w.Commits.Settle(f.Context(), commit.SettleOptions{Now: ahead})
	if err != nil && !errors.Is(err, errDied) {
		f.Fatal(err)
	}
}

func TestLoadTakesThePlaceOfOneThatAFastClockSettled(t *testing.T) {
	type death struct{ statements, moves int } // the statements are the copy and the move
	eachCase(t, map[string]death{
		"nothing came to pass": {0, 0},
		"the copy did":         {1, 0},
		"both did":             {2, 1},
	}, settled, func(t *testing.T, f *fixture, c death) {
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(commit.SettleAge - 10*time.Hour)
		f.fast(20, c.statements)
		f.want("SELECT count() FROM %s_store.settle_line", fmt.Sprint(c.moves))
		f.commit(f.rows("a", 2, noon, 3))
		f.want("SELECT version, count() FROM %s.streams GROUP BY version", "2\t3")
		f.want("SELECT version FROM %s_store.commits", "2")
		f.want(shape, "1\t1\t1\t1\t3\t0")
	})
}

// What docs/settle.md says to do when a clock was wrong and nothing bound it.
func TestLineThatAWrongClockMovedCanBeTakenBack(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2), f.rows("b", 1, noon, 1))
		right := f.now
		f.now = right.Add(1000 * day)
		f.advance(2)
		f.now = f.now.Add(day)
		f.advance(0)
		f.want("SELECT count() FROM %s_store.loads", "0")
		f.now = right.Add(time.Hour)
		behind := f.batch([]schema.Load{f.begin("a", 2, noon)}, 3)
		if err := f.Commits.Insert(t.Context(), behind); !errors.Is(err, commit.ErrBehindLine) {
			t.Errorf("got error %v, want %v", err, commit.ErrBehindLine)
		}
		f.exec("INSERT INTO %s_store.loads SELECT * FROM %s_store.commits")
		f.want(shape, "2\t2\t2\t2\t3\t0")
		f.exec("TRUNCATE TABLE %s_store.settle_line")
		f.want(shape, "2\t2\t2\t2\t3\t0")
		f.exec("TRUNCATE TABLE %s_store.settled_loads")
		f.want(shape, "2\t2\t2\t2\t3\t0")
		f.commit(f.rows("a", 2, noon, 4))
		f.want(shape, "2\t2\t2\t2\t5\t0")
	})
}

// Settings of a reader's change what an empty table sums up to. Where facts are, too, some are kept
// and others are not.
func TestViewsShowTheSameUnderSettingsOfReaders(t *testing.T) {
	each(t, facts, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		look := func(when, streams, counted string) {
			for _, setting := range []string{
				"aggregate_functions_null_for_empty = 1",
				"empty_result_for_aggregation_by_empty_set = 1",
				"transform_null_in = 1",
				"join_use_nulls = 1",
				"group_by_use_nulls = 1",
				"enable_analyzer = 0",
				"final = 1",
				"enable_scalar_subquery_optimization = 0",
				"optimize_move_to_prewhere_if_final = 1",
				"apply_prewhere_after_final = 1",
				"prefer_column_name_to_alias = 1",
				"data_type_default_nullable = 1",
				"use_query_condition_cache = 1",
			} {
				t.Run(when+"/"+setting, func(t *testing.T) {
					f.on(t).want("SELECT count() FROM %s.streams SETTINGS "+setting, streams)
					if setting != "enable_analyzer = 0" { // without it, the engine refuses to answer
						f.on(t).want(counts+" SETTINGS "+setting, counted)
					}
				})
			}
		}
		look("nothing kept", "2", "[('a',2)]")
		f.now = f.now.Add(3 * day)
		f.fill(1)
		f.commit(f.rows("b", 1, noon, 3))
		look("some kept", "5", "[('a',2),('b',3)]")
	})
}
