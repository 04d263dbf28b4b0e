package load_test

import (
	"errors"
	"strings"
	"testing"

	"callrecords/load/ddl"
)

func TestWhatCouldLoseRowsIsRefusedByName(t *testing.T) {
	eachCase(t, map[string]struct{ spoil, want string }{
		"type": {
			"ALTER TABLE %s_store.loads MODIFY COLUMN committed_at DateTime",
			"column %s_store.loads.committed_at is a DateTime " +
				"and must be a DateTime64(3, 'UTC')",
		},
		"engine": {
			"CREATE OR REPLACE TABLE %s_store.runs AS %s_store.runs " +
				"ENGINE = ReplacingMergeTree ORDER BY (tenant_id, started_at, run_id) PARTITION BY toYYYYMM(started_at)",
			"table %s_store.runs has the engine ReplacingMergeTree " +
				"and must have MergeTree",
		},
		"version": {
			"CREATE OR REPLACE TABLE %s_store.loads AS %s_store.loads " +
				"ENGINE = ReplacingMergeTree ORDER BY (tenant_id, record_id)",
			"table %s_store.loads has the engine ReplacingMergeTree " +
				"and must have ReplacingMergeTree(version)",
		},
		"sort key": {
			"CREATE OR REPLACE TABLE %s_store.loads AS %s_store.loads " +
				"ENGINE = ReplacingMergeTree(version) ORDER BY (record_id)",
			"table %s_store.loads has the sort key (record_id) " +
				"and must have (tenant_id, record_id)",
		},
		"partition": {
			"CREATE OR REPLACE TABLE %s_store.loads AS %s_store.loads " +
				"ENGINE = ReplacingMergeTree(version) ORDER BY (tenant_id, record_id) PARTITION BY family",
			`table %s_store.loads has the partition key "family" and must have ""`,
		},
		"view": {
			"CREATE OR REPLACE TABLE %s.streams (x Int8) " +
				"ENGINE = MergeTree ORDER BY x",
			"%s.streams is a MergeTree " +
				"and must be a View",
		},
		"stranger": {
			"CREATE OR REPLACE VIEW %s.streams AS SELECT 1 AS x",
			"%s.streams was made by someone else",
		},
		"not ours": {
			"CREATE OR REPLACE VIEW %s_store.loads AS SELECT 1 AS x",
			"table %s_store.loads has the engine View " +
				"and must have ReplacingMergeTree(version)",
		},
	}, setup, func(t *testing.T, f *fixture, c struct{ spoil, want string }) {
		if strings.Contains(c.spoil, "REPLACE VIEW %s_store.loads") {
			f.exec("DROP TABLE %s_store.loads")
		}
		f.exec(c.spoil)
		f.exec("ALTER TABLE %s_store.segments_all DROP COLUMN record_date")
		_, err := f.Schema.Apply(t.Context())
		if !errors.Is(err, ddl.ErrRefused) {
			t.Fatalf("got error %v, want %v", err, ddl.ErrRefused)
		}
		for _, want := range []string{strings.ReplaceAll(c.want, "%s", f.database), "rename"} { // a way out, too
			if !strings.Contains(err.Error(), want) {
				t.Errorf("got error %v, want one that says %q", err, want)
			}
		}
		// Nothing at all was done.
		f.want("SELECT count() FROM system.columns "+
			"WHERE database = '%s_store' AND table = 'segments_all' AND name = 'record_date'", "0")
	})
}

// Tables and views were in one database once. Nothing is made beside what is
// there, and the refusal says how to go on.
func TestWarehouseOfAnEarlierLayoutIsRefusedByName(t *testing.T) {
	each(t, bare, func(t *testing.T, f *fixture) {
		f.exec("CREATE DATABASE %s")
		f.exec("CREATE TABLE %s.loads (tenant_id String, record_id String, version UInt64) " +
			"ENGINE = ReplacingMergeTree(version) ORDER BY (tenant_id, record_id)")
		plan, err := f.Schema.Apply(t.Context())
		if !errors.Is(err, ddl.ErrRefused) {
			t.Fatalf("got error %v, want %v", err, ddl.ErrRefused)
		}
		if len(plan.Statements) > 0 {
			t.Errorf("got the statements %q, want none", plan.Statements)
		}
		for _, want := range []string{
			"nothing was changed", "database " + f.database, "name another warehouse.database",
			f.database + ".raw_pages",
		} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("got error %v, want one that says %q", err, want)
			}
		}
		f.want("SELECT count() FROM system.tables WHERE database IN ('%s', '%s_store')", "1")
		f.want("SELECT count() FROM system.databases WHERE name = '%s_store'", "0")
	})
}
