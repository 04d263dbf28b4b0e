package enginetest

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/load/engine"
)

// Database makes a database for one test and drops it at the end, for the engine
// may be a server of someone else's.
func Database(t testing.TB, e engine.Engine) string {
	t.Helper()
	name := "test_" + strings.ToLower(rand.Text())
	if err := e.Exec(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The test's own context has ended by now.
		if err := e.Exec(context.WithoutCancel(t.Context()), "DROP DATABASE "+name); err != nil {
			t.Error(err)
		}
	})
	return name
}

// Record builds an Arrow record from a JSON list of rows.
func Record(t testing.TB, rows string, fields ...arrow.Field) arrow.Record {
	t.Helper()
	record, _, err := array.RecordFromJSON(memory.DefaultAllocator, arrow.NewSchema(fields, nil),
		strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(record.Release)
	return record
}

// Numbers is a block of one UInt64 column n with the values [from, to).
func Numbers(database, table string, from, to uint64) engine.Block {
	b := array.NewUint64Builder(memory.DefaultAllocator)
	defer b.Release()
	for n := from; n < to; n++ {
		b.Append(n)
	}
	column := b.NewArray()
	fields := arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Uint64}}, nil)
	return engine.Block{
		Database: database, Table: table, Types: []string{"UInt64"},
		Rows: array.NewRecord(fields, []arrow.Array{column}, int64(column.Len())),
	}
}

// fixture is an engine with a database for one test.
type fixture struct {
	*testing.T
	engine.Engine
	database string
}

func setup(t *testing.T, e engine.Engine) *fixture {
	t.Helper()
	return &fixture{t, e, Database(t, e)}
}

// on is the fixture in a subtest.
func (f *fixture) on(t *testing.T) *fixture { return &fixture{t, f.Engine, f.database} }

// exec runs a statement in which %s stands for the database.
func (f *fixture) exec(sql string) {
	f.Helper()
	if err := f.Exec(f.Context(), strings.ReplaceAll(sql, "%s", f.database)); err != nil {
		f.Fatal(err)
	}
}

// read is the result of a query in which %s stands for the database.
func (f *fixture) read(sql, format string) (string, error) {
	body, err := f.Query(f.Context(), strings.ReplaceAll(sql, "%s", f.database), format)
	if err != nil {
		return "", err
	}
	result, err := io.ReadAll(body)
	return strings.TrimSuffix(string(result), "\n"), errors.Join(err, body.Close())
}

// want compares a query's result as TSV.
func (f *fixture) want(want, sql string) {
	f.Helper()
	got, err := f.read(sql, "TSVRaw")
	if err != nil {
		f.Fatal(err)
	}
	if got != want {
		f.Errorf("%s\n got %q\nwant %q", sql, got, want)
	}
}

// insert inserts a block and counts what was written.
func (f *fixture) insert(block engine.Block) {
	f.Helper()
	written, err := f.Insert(f.Context(), block)
	if err != nil {
		f.Fatal(err)
	}
	if rows := block.Rows.NumRows(); written != rows {
		f.Fatalf("wrote %d rows, want %d", written, rows)
	}
}
