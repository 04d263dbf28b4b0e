package load_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/engine"
)

// databases counts the databases that the tests of this process made.
var databases atomic.Int64

// nextDatabase is a name that no other test has.
func nextDatabase() string { return fmt.Sprintf("test_%d", databases.Add(1)) }

// spare are warehouses that tests left as they were made, emptied, by kind. To make
// one takes the engine ten times as long as to empty one.
var spare = struct {
	sync.Mutex
	names map[string][]string
}{names: map[string][]string{}}

// lend gives the fixture a warehouse of a kind: one that another test has done with, or
// else a new one. over puts the fixture's warehouse over its database. At the end of the
// test it is emptied for the next one, unless the test failed or changed its schema.
func (f *fixture) lend(kind string, over func()) {
	f.Helper()
	if !ofOurs(f.node) {
		kind += " of someone else's"
	}
	spare.Lock()
	if names := spare.names[kind]; len(names) > 0 {
		f.database, spare.names[kind] = names[len(names)-1], names[:len(names)-1]
	}
	spare.Unlock()
	changed := &witness{Engine: f.node}
	f.node, f.engine = changed, changed
	made := f.database == ""
	if made {
		f.database = nextDatabase()
	}
	over()
	if made {
		f.must(f.Migrate(f.Context()))
		changed.schema.Store(false)
	}
	f.Cleanup(func() {
		if f.Failed() || changed.schema.Load() || !f.emptied() {
			f.drop()
			return
		}
		spare.Lock()
		defer spare.Unlock()
		spare.names[kind] = append(spare.names[kind], f.database)
	})
}

// drop takes the fixture's databases away: the engine may be a server of someone else's.
func (f *fixture) drop() {
	f.exec("DROP DATABASE IF EXISTS %s")
	f.exec("DROP DATABASE IF EXISTS %s_store")
}

// emptied takes all rows out of the tables, but for the word of how they were made, and
// says whether they are then as they were made.
func (f *fixture) emptied() bool {
	asked := f.engine
	f.engine = f.node // of the local tables, and after the test
	defer func() { f.engine = asked }()
	const of = "WHERE database = '%s_store'"
	tables := f.value("SELECT DISTINCT table FROM system.parts " + of + " AND active AND table != 'schema_versions'")
	for table := range strings.FieldsSeq(tables) {
		f.exec("TRUNCATE TABLE %s_store." + table)
	}
	return f.value("SELECT (SELECT sum(total_rows) FROM system.tables "+of+
		"), (SELECT count() FROM system.detached_parts "+of+")") == "1\t0"
}

// witness is an engine that notices when more is changed than rows.
type witness struct {
	engine.Engine
	schema atomic.Bool
}

// Exec is the engine's.
func (w *witness) Exec(ctx context.Context, sql string) error {
	switch verb, _, _ := strings.Cut(strings.TrimSpace(sql), " "); verb {
	case "INSERT", "DELETE", "OPTIMIZE", "TRUNCATE":
	default:
		w.schema.Store(true)
	}
	return w.Engine.Exec(ctx, sql)
}

func TestWarehouseIsLentAsItWasMade(t *testing.T) {
	t.Parallel()
	borrow := func(t *testing.T) *fixture {
		f := &fixture{T: t, node: store.Engine, now: time.Now()}
		f.lend(t.Name()[:strings.LastIndex(t.Name(), "/")], func() { f.Warehouse = f.over(f.node, load.Options{}) })
		return f
	}
	var first string
	t.Run("a test that writes rows", func(t *testing.T) {
		f := borrow(t)
		f.commit(f.rows("a", 1, noon, 2))
		f.exec("DELETE FROM %s_store.streams_all WHERE stream_index = 0")
		first = f.database
	})
	t.Run("the next one, which changes the schema", func(t *testing.T) {
		f := borrow(t)
		if f.database != first {
			t.Errorf("got database %s, want that of the first, %s", f.database, first)
		}
		f.want(shape, "0\t0\t0\t0\t0\t0")
		f.want("SELECT sum(total_rows) FROM system.tables WHERE database = '%s_store'", "1") // how it was made
		f.exec("ALTER TABLE %s_store.runs ADD COLUMN mine String")
	})
	t.Run("the one after that", func(t *testing.T) {
		f := borrow(t)
		if f.database == first {
			t.Errorf("got database %s, whose schema was changed, want another", first)
		}
		f.want("SELECT count() FROM system.databases WHERE name IN ('"+first+"', '"+first+"_store')", "0")
	})
}
