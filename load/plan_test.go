package load_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"callrecords/load"
	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// plan is a fresh plan.
func (f *fixture) plan() ddl.Plan {
	f.Helper()
	p, err := f.Schema.Plan(f.Context())
	f.must(err)
	return p
}

func TestPlanOfNothingIsTheWholeDDLAndTouchesNothing(t *testing.T) {
	each(t, bare, func(t *testing.T, f *fixture) {
		p := f.plan()
		if want := f.Schema.DDL(); !slices.Equal(p.Statements, want) {
			t.Errorf("got the statements %q, want %q", p.Statements, want)
		}
		if len(p.Refusals) > 0 {
			t.Errorf("got the refusals %q, want none", p.Refusals)
		}
		if len(p.Notes) > 0 {
			t.Errorf("got the notes %q, want none", p.Notes)
		}
		f.want("SELECT count() FROM system.databases WHERE name IN ('%s', '%s_store')", "0")
	})
}

func TestWholeWarehouseNeedsNothing(t *testing.T) { each(t, setup, wantNothingToDo) }

func TestWholeWarehouseOnAClusterNeedsNothing(t *testing.T) { each(t, setupShards, wantNothingToDo) }

func wantNothingToDo(t *testing.T, f *fixture) {
	t.Helper()
	if p := f.plan(); len(p.Statements)+len(p.Refusals)+len(p.Notes) > 0 {
		t.Errorf("got the plan %+v when all was made, want an empty one", p)
	}
	f.want("SELECT count(), countIf(position(statements, 'CREATE TABLE') > 0), any(length(fingerprint)) "+
		"FROM %s_store.schema_versions", "1\t1\t16")
}

// counter counts what an engine is asked.
type counter struct {
	engine.Engine
	execs, queries atomic.Int64
}

func (c *counter) Exec(ctx context.Context, sql string) error {
	c.execs.Add(1)
	return c.Engine.Exec(ctx, sql)
}

func (c *counter) Query(ctx context.Context, sql, format string) (io.ReadCloser, error) {
	c.queries.Add(1)
	return c.Engine.Query(ctx, sql, format)
}

func (c *counter) Insert(ctx context.Context, block engine.Block) (int64, error) {
	c.execs.Add(1)
	return c.Engine.Insert(ctx, block)
}

func TestStartThatChangesNothingReadsTwiceAndWritesNothing(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		c := &counter{Engine: f.node}
		f.must(f.over(c, load.Options{}).Migrate(t.Context()))
		if got := c.execs.Load(); got != 0 {
			t.Errorf("got %d writes, want 0", got)
		}
		if got := c.queries.Load(); got != 2 {
			t.Errorf("got %d queries, want 2", got)
		}
	})
}

func TestNewWarehouseIsOneLineOfTheLog(t *testing.T) {
	each(t, bare, func(t *testing.T, f *fixture) {
		var log bytes.Buffer
		w := f.over(f.node, load.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
		f.must(w.Migrate(t.Context()))
		f.must(w.Migrate(t.Context())) // which has nothing to do
		tables, views := len(ddl.Tables([]schema.Family{schema.CallRecords}, nil)), f.value(
			"SELECT count() FROM system.tables WHERE database IN ('%s', '%s_store') AND engine = 'View'")
		want := fmt.Sprintf("statements=%d tables=%d views=%s\n", len(w.Schema.DDL()), tables, views)
		if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, `msg="schema made" `+want) {
			t.Errorf("got the log\n%s\nwant one line, schema made %s", got, want)
		}
		log.Reset()
		f.exec("ALTER TABLE %s_store.runs DROP COLUMN bytes")
		f.must(w.Migrate(t.Context()))
		if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "schema changed") {
			t.Errorf("got the log\n%s\nwant one line, schema changed", got)
		}
	})
}

func TestMissingColumnsAreAddedInPlaceAndReplayIsNamed(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		const shape = "SELECT groupArray((name, type, comment, default_expression)) FROM (" +
			"SELECT * FROM system.columns WHERE database = '%s_store' AND table = 'streams_all' ORDER BY position)"
		before := f.value(shape)
		f.exec("ALTER TABLE %s_store.streams_all " +
			"DROP COLUMN average_jitter_ms, DROP COLUMN max_jitter_ms, DROP COLUMN record_date")
		f.exec("ALTER TABLE %s_store.ledger DROP COLUMN attempts")

		p := f.plan()
		if len(p.Statements) != 2 {
			t.Fatalf("got the statements %q, want 2", p.Statements)
		}
		if got := strings.Count(p.Statements[0], "ADD COLUMN"); got != 3 {
			t.Errorf("got %d columns added by %s, want 3", got, p.Statements[0])
		}
		if len(p.Notes) != 1 { // only data is filled by a replay
			t.Fatalf("got the notes %q, want 1", p.Notes)
		}
		for _, want := range []string{"streams_all", "exporter replay"} {
			if !strings.Contains(p.Notes[0], want) {
				t.Errorf("got note %q, want one that says %q", p.Notes[0], want)
			}
		}
		f.must(f.Migrate(t.Context()))
		f.want(shape, before)
		f.want("SELECT count(), countIf(average_jitter_ms IS NULL) FROM %s.streams", "2\t2")
		f.want("SELECT count() FROM %s_store.schema_versions", "2")
	})
}

// A view keeps the columns that it was made with, so it must be made anew with
// the table's: here, in a warehouse of a version that knew one column less.
func TestViewsOfAnEarlierVersionShowANewColumn(t *testing.T) {
	each(t, bare, func(t *testing.T, f *fixture) {
		line := regexp.MustCompile("(?m)^    `max_jitter_ms` .*\n")
		earlier := strings.NewReplacer("`max_jitter_ms`,\n    ", "", "(definition ", "(definition 0")
		for _, ddl := range f.Schema.DDL() {
			f.exec(earlier.Replace(line.ReplaceAllString(ddl, "")))
		}
		f.must(f.Migrate(t.Context()))
		f.commit(f.rows("a", 1, noon, 2))
		f.want("SELECT count(max_jitter_ms) FROM %s.streams", "2")
	})
}

func TestWhatOnlyCostsIsNotedAndLeftAlone(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.exec("ALTER TABLE %s_store.streams_all ADD COLUMN mine String")
		f.exec("ALTER TABLE %s_store.streams_all DROP INDEX lookup_record_id")
		f.exec("ALTER TABLE %s_store.loads RESET SETTING min_age_to_force_merge_seconds")
		f.exec("CREATE TABLE %s.theirs (x Int8) ENGINE = Memory")
		p := f.plan()
		notes := strings.Join(p.Notes, "\n")
		for _, want := range []string{
			"streams_all.mine is not ours; it stays",
			"no index `lookup_record_id`",
			"loads lacks the setting min_age_to_force_merge_seconds = 600",
		} {
			if !strings.Contains(notes, want) {
				t.Errorf("got the notes\n%s\nwant one that says %q", notes, want)
			}
		}
		if len(p.Notes) != 3 || len(p.Statements)+len(p.Refusals) > 0 {
			t.Errorf("got the plan %+v, want three notes and nothing else", p)
		}
	})
}

func TestAppliesAtOnceDoNoHarm(t *testing.T) {
	eachCase(t, map[string]string{
		"a view is gone":     "DROP VIEW %s.audit",
		"a column is gone":   "ALTER TABLE %s_store.streams_all DROP COLUMN max_jitter_ms",
		"the views are gone": "DROP DATABASE %s",
	}, setup, func(t *testing.T, f *fixture, spoil string) {
		f.exec(spoil)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				w := f.over(f.node, load.Options{})
				if _, err := w.Schema.Apply(t.Context()); err != nil {
					t.Errorf("got error %v, want none", err)
				}
			})
		}
		all.Wait()
		if p := f.plan(); len(p.Statements)+len(p.Refusals) > 0 {
			t.Errorf("got the plan %+v, want one of nothing", p)
		}
	})
}
