package load_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/schema"
)

const tenant = "11111111-1111-1111-1111-111111111111"

// noon is a fixed instant for what a test does not care about.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// databases counts the databases that the tests of this process made.
var databases atomic.Int64

// fixture is a warehouse of its own for one test.
type fixture struct {
	*testing.T
	*load.Warehouse
	engine   engine.Engine
	database string
	now      time.Time
}

func setup(t *testing.T) *fixture {
	t.Helper()
	t.Parallel()
	f := &fixture{T: t, engine: shared, database: fmt.Sprintf("test_%d", databases.Add(1)), now: time.Now()}
	f.Warehouse = f.over(shared, load.Options{})
	f.must(f.Migrate(t.Context()))
	t.Cleanup(func() { f.exec("DROP DATABASE %s"); f.exec("DROP DATABASE %s_store") })
	return f
}

// over is the fixture's warehouse on an engine, whose clock is the test's.
func (f *fixture) over(e engine.Engine, o load.Options) *load.Warehouse {
	o.Database, o.Clock = f.database, func(context.Context) (time.Time, error) { return f.now, nil }
	return load.New(e, o)
}

func (f *fixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// exec runs a statement in which %s stands for the database.
func (f *fixture) exec(sql string) {
	f.Helper()
	// A test that ended has no context any more, but its database must go.
	f.must(shared.Exec(context.WithoutCancel(f.Context()), strings.ReplaceAll(sql, "%s", f.database)))
}

// value is the one value of a query in which %s stands for the database.
func (f *fixture) value(sql string) string {
	f.Helper()
	body, err := f.engine.Query(f.Context(), strings.ReplaceAll(sql, "%s", f.database), "TSV")
	f.must(err)
	text, err := io.ReadAll(body)
	f.must(errors.Join(err, body.Close()))
	return strings.TrimSpace(string(text))
}

func (f *fixture) want(sql, want string) {
	f.Helper()
	if got := f.value(sql); got != want {
		f.Errorf("%s\n got %q\nwant %q", sql, got, want)
	}
}

// rows inserts one record's rows and returns the load that would commit them:
// one participant, and for each number a session of that many streams.
func (f *fixture) rows(id string, version uint64, start time.Time, streams ...int) schema.Load {
	f.Helper()
	l, batch := f.batch(id, version, start, streams...)
	f.must(f.Commits.Insert(f.Context(), batch))
	return l
}

// batch makes the rows of one record.
func (f *fixture) batch(id string, version uint64, start time.Time, streams ...int) (schema.Load, []schema.Rows) {
	f.Helper()
	l := schema.Load{Family: schema.CallRecords.Name, TenantID: tenant, RecordID: id, Version: version, LoadID: f.Commits.NextLoadID(f.now), Start: start}
	l.Counts = schema.Counts{"records": 1, "participants": 1, "sessions": uint64(len(streams)), "segments": uint64(len(streams))}
	positions := map[string][][]int{"records": {nil}, "participants": {{0}}}
	for s, n := range streams {
		positions["sessions"] = append(positions["sessions"], []int{s})
		positions["segments"] = append(positions["segments"], []int{s, 0})
		for i := range n {
			positions["streams"] = append(positions["streams"], []int{s, 0, 0, i})
		}
		l.Counts["streams"] += uint64(n)
	}
	var batch []schema.Rows
	for _, t := range schema.CallRecords.Tables {
		if at := positions[t.Name]; len(at) > 0 {
			batch = append(batch, schema.Rows{Table: t, Record: recordOf(f.T, t, l, at)})
		}
	}
	return l, batch
}

// commit makes loads visible.
func (f *fixture) commit(loads ...schema.Load) {
	f.Helper()
	f.must(f.Commits.Commit(f.Context(), "run", f.now, loads))
}

// recordOf is an Arrow record with the given positions; other columns are empty.
func recordOf(t *testing.T, table schema.Table, l schema.Load, positions [][]int) arrow.Record {
	t.Helper()
	b := array.NewRecordBuilder(memory.DefaultAllocator, table.Arrow())
	defer b.Release()
	for _, at := range positions {
		row := map[string]any{"tenant_id": l.TenantID, "record_id": l.RecordID, "version": l.Version,
			"load_id": l.LoadID, table.Start: l.Start.Format("2006-01-02T15:04:05.000000000Z")}
		for i, name := range table.Positions() {
			row[name] = at[i]
		}
		for i, c := range table.StoredColumns() {
			v, ok := row[c.Name]
			if c.Kind == schema.KindKeyword && !ok {
				v, ok = "", true // an empty value of a dictionary builder points at nothing
			}
			if !ok {
				b.Field(i).AppendEmptyValue()
			} else if err := b.Field(i).AppendValueFromString(fmt.Sprint(v)); err != nil {
				t.Fatal(c.Name, err)
			}
		}
	}
	return b.NewRecord()
}
