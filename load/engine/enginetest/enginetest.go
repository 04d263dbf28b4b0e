package enginetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/load/engine"
)

// Types tests that values of every type of the schema arrive unchanged.
func Types(t *testing.T, engine engine.Engine) {
	f := newFixture(t, engine)
	for i, c := range types {
		table := fmt.Sprintf("t%d", i)
		f.exec("CREATE TABLE %s." + table + " (v " + c.clickhouse + ", i UInt64) ENGINE = MergeTree ORDER BY i")
		f.insert(table, []string{c.clickhouse}, Column(t, c.values), arrow.Field{Name: "v", Type: c.arrow, Nullable: true})
		got := f.read("SELECT ifNull(toString(v), 'NULL') || '.' FROM %s." + table)
		if want := strings.Join(c.want, ".\n") + "."; got != want {
			t.Errorf("%s: got %q, want %q", c.clickhouse, got, want)
		}
	}
}

// Tuples tests that of the tuples of the ledger's columns the greatest stays,
// whatever the order of arrival, before a merge and after.
func Tuples(t *testing.T, engine engine.Engine) {
	f := newFixture(t, engine)
	kinds := []string{"UInt64", "SimpleAggregateFunction(max, Tuple(UInt64, DateTime64(3,'UTC')))", "SimpleAggregateFunction(max, Tuple(UInt64, String))"}
	f.exec(fmt.Sprintf("CREATE TABLE %%s.ledger (id %s, loaded %s, what %s) ENGINE = AggregatingMergeTree ORDER BY id", kinds[0], kinds[1], kinds[2]))
	for _, row := range []string{
		`[{"id":1,"loaded":{"1":2,"2":"2026-01-02 00:00:00"},"what":{"1":2,"2":"second"}}]`,
		`[{"id":1,"loaded":{"1":3,"2":"2026-01-01 00:00:00"},"what":{"1":3,"2":"third"}}]`,
		`[{"id":1,"loaded":{"1":1,"2":"2026-01-03 00:00:00"},"what":{"1":1,"2":"first"}}]`,
	} {
		f.insert("ledger", kinds, row, arrow.Field{Name: "id", Type: arrow.PrimitiveTypes.Uint64},
			arrow.Field{Name: "loaded", Type: pair(millis)}, arrow.Field{Name: "what", Type: pair(text)})
	}
	const want = "1\t(3,'2026-01-01 00:00:00.000')\t(3,'third')"
	if got := f.read("SELECT * FROM %s.ledger FINAL"); got != want {
		t.Errorf("FINAL: %s, want %s", got, want)
	}
	f.exec("OPTIMIZE TABLE %s.ledger FINAL")
	if got := f.read("SELECT * FROM %s.ledger"); got != want {
		t.Errorf("merged: %s, want %s", got, want)
	}
}

// databases counts those that the tests of this process made.
var databases atomic.Int64

// fixture is an engine with a database for one test.
type fixture struct {
	*testing.T
	engine   engine.Engine
	database string
}

func newFixture(t *testing.T, engine engine.Engine) *fixture {
	f := &fixture{t, engine, fmt.Sprintf("enginetest_%d", databases.Add(1))}
	f.exec("CREATE DATABASE %s")
	t.Cleanup(func() { f.exec("DROP DATABASE %s") })
	return f
}

// exec runs a statement in which %s stands for the database.
func (f *fixture) exec(sql string) {
	f.Helper()
	if err := f.engine.Exec(context.WithoutCancel(f.Context()), strings.ReplaceAll(sql, "%s", f.database)); err != nil {
		f.Fatal(err)
	}
}

// read is the result of a query in which %s stands for the database.
func (f *fixture) read(sql string) string {
	f.Helper()
	body, err := f.engine.Query(f.Context(), strings.ReplaceAll(sql, "%s", f.database), "TSVRaw")
	if err != nil {
		f.Fatal(err)
	}
	result, err := io.ReadAll(body)
	if err := errors.Join(err, body.Close()); err != nil {
		f.Fatal(err)
	}
	return strings.TrimSuffix(string(result), "\n")
}

// insert inserts a JSON list of rows and counts what was written.
func (f *fixture) insert(table string, kinds []string, rows string, fields ...arrow.Field) {
	f.Helper()
	record, _, err := array.RecordFromJSON(memory.DefaultAllocator, arrow.NewSchema(fields, nil), strings.NewReader(rows))
	if err != nil {
		f.Fatal(err)
	}
	defer record.Release()
	written, err := f.engine.Insert(f.Context(), engine.Block{Database: f.database, Table: table, Types: kinds, Rows: record})
	if err != nil || written != record.NumRows() {
		f.Fatalf("%v: wrote %d of %d rows, %v", kinds, written, record.NumRows(), err)
	}
}

// Column makes rows, as JSON, with one column v of a JSON list of values.
func Column(t *testing.T, values string) string {
	t.Helper()
	var list []json.RawMessage
	if err := json.Unmarshal([]byte(values), &list); err != nil {
		t.Fatal(err)
	}
	rows := make([]map[string]json.RawMessage, len(list))
	for i, value := range list {
		rows[i] = map[string]json.RawMessage{"v": value}
	}
	out, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
