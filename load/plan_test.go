package load_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"callrecords/load"
	"callrecords/load/ddl"
	"callrecords/load/engine"
)

// plan is a fresh plan.
func (f *fixture) plan() ddl.Plan {
	f.Helper()
	p, err := f.Schema.Plan(f.Context())
	f.must(err)
	return p
}

func TestPlanOfNothingIsTheWholeDDLAndTouchesNothing(t *testing.T) {
	t.Parallel()
	w := load.New(shared, load.Options{Database: "planned_only"})
	p, err := w.Schema.Plan(t.Context())
	if err != nil || !slices.Equal(p.Statements, w.Schema.DDL()) || len(p.Refusals)+len(p.Notes) > 0 {
		t.Errorf("%d statements of %d, refusals %v, notes %v, %v", len(p.Statements), len(w.Schema.DDL()), p.Refusals, p.Notes, err)
	}
	f := &fixture{T: t, Warehouse: w, engine: shared}
	f.want("SELECT count() FROM system.databases WHERE name = 'planned_only'", "0")
}

func TestWholeWarehouseNeedsNothing(t *testing.T) {
	for name, setup := range map[string]func(*testing.T) *fixture{"node": setup, "cluster": setupShards} {
		t.Run(name, func(t *testing.T) {
			f := setup(t)
			if p := f.plan(); len(p.Statements)+len(p.Refusals)+len(p.Notes) > 0 {
				t.Errorf("after all was made, the plan is %+v", p)
			}
			f.want("SELECT count(), countIf(position(statements, 'CREATE TABLE') > 0), any(length(fingerprint)) FROM %s_store.schema_versions", "1\t1\t16")
		})
	}
}

// counter counts what an shared is asked.
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
	f := setup(t)
	c := &counter{Engine: shared}
	f.must(f.over(c, load.Options{}).Migrate(t.Context()))
	if c.execs.Load() != 0 || c.queries.Load() != 2 {
		t.Errorf("%d writes and %d queries", c.execs.Load(), c.queries.Load())
	}
}

func TestMissingColumnsAreAddedInPlaceAndReplayIsNamed(t *testing.T) {
	f := setup(t)
	f.commit(f.rows("a", 1, noon, 2))
	shape := "SELECT groupArray((name, type, comment, default_expression)) FROM (SELECT * FROM system.columns WHERE database = '%s_store' AND table = 'streams_all' ORDER BY position)"
	before := f.value(shape)
	f.exec("ALTER TABLE %s_store.streams_all DROP COLUMN average_jitter_ms, DROP COLUMN max_jitter_ms, DROP COLUMN record_date")
	f.exec("ALTER TABLE %s_store.ledger DROP COLUMN attempts")

	p := f.plan()
	if len(p.Statements) != 2 || strings.Count(p.Statements[0], "ADD COLUMN") != 3 {
		t.Errorf("the plan is %q", p.Statements)
	}
	if len(p.Notes) != 1 || !strings.Contains(p.Notes[0], "streams_all") || !strings.Contains(p.Notes[0], "exporter replay") {
		t.Errorf("the notes are %q; only data is filled by a replay", p.Notes)
	}
	if _, err := f.Schema.Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.want(shape, before)
	f.want("SELECT count(), countIf(average_jitter_ms IS NULL) FROM %s.streams", "2\t2")
	f.want("SELECT count() FROM %s_store.schema_versions", "2")
}

// A view keeps the columns that it was made with, so it must be made anew with
// the table's: here, in a warehouse of a version that knew one column less.
func TestViewsOfAnEarlierVersionShowANewColumn(t *testing.T) {
	f := setup(t)
	f.exec("DROP DATABASE %s")
	f.exec("DROP DATABASE %s_store")
	line := regexp.MustCompile("(?m)^    `max_jitter_ms` .*\n")
	earlier := strings.NewReplacer("`max_jitter_ms`,\n    ", "", "(definition ", "(definition 0")
	for _, ddl := range f.Schema.DDL() {
		f.exec(earlier.Replace(line.ReplaceAllString(ddl, "")))
	}
	f.must(f.Migrate(t.Context()))
	f.commit(f.rows("a", 1, noon, 2))
	f.want("SELECT count(max_jitter_ms) FROM %s.streams", "2")
}

func TestWhatCouldLoseRowsIsRefusedByName(t *testing.T) {
	for name, c := range map[string]struct{ spoil, want string }{
		"type":      {"ALTER TABLE %s_store.loads MODIFY COLUMN committed_at DateTime", "column %s_store.loads.committed_at is a DateTime and must be a DateTime64(3, 'UTC')"},
		"shared":    {"CREATE OR REPLACE TABLE %s_store.runs AS %s_store.runs ENGINE = ReplacingMergeTree ORDER BY (tenant_id, started_at, run_id) PARTITION BY toYYYYMM(started_at)", "table %s_store.runs has the engine ReplacingMergeTree and must have MergeTree"},
		"version":   {"CREATE OR REPLACE TABLE %s_store.loads AS %s_store.loads ENGINE = ReplacingMergeTree ORDER BY (tenant_id, record_id)", "table %s_store.loads has the engine ReplacingMergeTree and must have ReplacingMergeTree(version)"},
		"sort key":  {"CREATE OR REPLACE TABLE %s_store.loads AS %s_store.loads ENGINE = ReplacingMergeTree(version) ORDER BY (record_id)", "table %s_store.loads has the sort key (record_id) and must have (tenant_id, record_id)"},
		"partition": {"CREATE OR REPLACE TABLE %s_store.loads AS %s_store.loads ENGINE = ReplacingMergeTree(version) ORDER BY (tenant_id, record_id) PARTITION BY family", `table %s_store.loads has the partition key "family" and must have ""`},
		"view":      {"CREATE OR REPLACE TABLE %s.streams (x Int8) ENGINE = MergeTree ORDER BY x", "%s.streams is a MergeTree and must be a View"},
		"stranger":  {"CREATE OR REPLACE VIEW %s.streams AS SELECT 1 AS x", "%s.streams was made by someone else"},
		"not ours":  {"CREATE OR REPLACE VIEW %s_store.loads AS SELECT 1 AS x", "table %s_store.loads has the engine View and must have ReplacingMergeTree(version)"},
	} {
		t.Run(name, func(t *testing.T) {
			f := setup(t)
			if strings.Contains(c.spoil, "REPLACE VIEW %s_store.loads") {
				f.exec("DROP TABLE %s_store.loads")
			}
			f.exec(c.spoil)
			f.exec("ALTER TABLE %s_store.segments_all DROP COLUMN record_date")
			_, err := f.Schema.Apply(t.Context())
			if want := strings.ReplaceAll(c.want, "%s", f.database); !errors.Is(err, ddl.ErrRefused) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "rename") {
				t.Errorf("got  %v\nwant %s, and a way out", err, want)
			}
			f.want("SELECT count() FROM system.columns WHERE database = '%s_store' AND table = 'segments_all' AND name = 'record_date'", "0") // nothing at all was done
		})
	}
}

// Tables and views were in one database once. Nothing is made beside what is
// there, and the refusal says how to go on.
func TestWarehouseOfAnEarlierLayoutIsRefusedByName(t *testing.T) {
	t.Parallel()
	database := fmt.Sprintf("earlier_%d", databases.Add(1))
	w := load.New(shared, load.Options{Database: database})
	f := &fixture{T: t, Warehouse: w, engine: shared, database: database}
	f.exec("CREATE DATABASE %s")
	t.Cleanup(func() { f.exec("DROP DATABASE %s") })
	f.exec("CREATE TABLE %s.loads (tenant_id String, record_id String, version UInt64) " +
		"ENGINE = ReplacingMergeTree(version) ORDER BY (tenant_id, record_id)")
	plan, err := w.Schema.Apply(t.Context())
	if !errors.Is(err, ddl.ErrRefused) {
		t.Fatalf("got error %v, want %v", err, ddl.ErrRefused)
	}
	if len(plan.Statements) > 0 {
		t.Errorf("got the statements %q, want none", plan.Statements)
	}
	for _, want := range []string{"database " + database, "name another warehouse.database", database + ".raw_pages"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want one that says %q", err, want)
		}
	}
	f.want("SELECT count() FROM system.tables WHERE database IN ('%s', '%s_store')", "1")
	f.want("SELECT count() FROM system.databases WHERE name = '%s_store'", "0")
}

func TestWhatOnlyCostsIsNotedAndLeftAlone(t *testing.T) {
	f := setup(t)
	f.exec("ALTER TABLE %s_store.streams_all ADD COLUMN mine String")
	f.exec("ALTER TABLE %s_store.streams_all DROP INDEX lookup_record_id")
	f.exec("ALTER TABLE %s_store.loads RESET SETTING min_age_to_force_merge_seconds")
	f.exec("CREATE TABLE %s.theirs (x Int8) ENGINE = Memory")
	p := f.plan()
	notes := strings.Join(p.Notes, "\n")
	for _, want := range []string{"streams_all.mine is not ours; it stays", "no index `lookup_record_id`", "loads lacks the setting min_age_to_force_merge_seconds = 600"} {
		if !strings.Contains(notes, want) {
			t.Errorf("no note says %q:\n%s", want, notes)
		}
	}
	if len(p.Notes) != 3 || len(p.Statements)+len(p.Refusals) > 0 {
		t.Errorf("the plan is %+v", p)
	}
}

func TestAppliesAtOnceDoNoHarm(t *testing.T) {
	f := setup(t)
	f.commit(f.rows("a", 1, noon, 2))
	for _, spoil := range []string{"DROP VIEW %s.audit", "ALTER TABLE %s_store.streams_all DROP COLUMN max_jitter_ms", "DROP DATABASE %s"} {
		f.exec(spoil)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := f.over(shared, load.Options{}).Schema.Apply(t.Context()); err != nil {
					t.Errorf("after %s: %v", spoil, err)
				}
			})
		}
		all.Wait()
		if p := f.plan(); len(p.Statements)+len(p.Refusals) > 0 {
			t.Errorf("after %s, the plan is %+v", spoil, p)
		}
	}
}

// A store from before tables and views were apart is named, with what to do, and
// nothing is written into it.
func TestWarehouseFromBeforeTwoDatabasesIsRefusedByName(t *testing.T) {
	f := setup(t)
	f.exec("CREATE TABLE %s.loads (tenant_id String, load_id UInt64) ENGINE = MergeTree ORDER BY load_id")
	f.exec("DROP VIEW %s.audit")
	_, err := f.Schema.Apply(t.Context())
	if !errors.Is(err, ddl.ErrRefused) {
		t.Fatalf("got %v, want ErrRefused", err)
	}
	for _, want := range []string{f.database, "another warehouse.database", "raw_pages", "nothing was changed"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to say %q", err, want)
		}
	}
	f.want("SELECT count() FROM system.tables WHERE database = '%s' AND name = 'audit'", "0")
}
