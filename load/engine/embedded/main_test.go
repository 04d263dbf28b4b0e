package embedded_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
)

// store is the one engine of the test process; each test has its own database
// in it. Tests of other stores run in a child process (see child_test.go).
var (
	store     *embedded.Engine
	storePath string
)

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		os.Exit(childMain(role))
	}
	os.Exit(runTests(m))
}

// runTests closes the engine before the process exits, which the race detector
// demands. Without a library, nothing passes: the error says how to get it.
func runTests(m *testing.M) int {
	folder, err := os.MkdirTemp("", "embedded-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	storePath = folder + "/store"
	store, err = embedded.Open(context.Background(), embedded.Options{Path: storePath})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if err := store.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

var databases atomic.Int64

// database makes a database for one test.
func database(t *testing.T) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", databases.Add(1))
	mustExec(t, "CREATE DATABASE "+name)
	return name
}

func mustExec(t *testing.T, sql string) {
	t.Helper()
	if err := store.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// lines runs a query and returns its rows as TSVRaw lines.
func lines(t *testing.T, sql string) []string {
	t.Helper()
	text := strings.TrimSuffix(read(t, sql, "TSVRaw"), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// one runs a query that returns one short row.
func one(t *testing.T, sql string) string {
	t.Helper()
	return strings.Join(lines(t, sql), "|")
}

func read(t *testing.T, sql, format string) string {
	t.Helper()
	r, err := store.Query(t.Context(), sql, format)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return string(text)
}

// record builds an Arrow record from a JSON array of rows.
func record(t *testing.T, rows string, fields ...arrow.Field) arrow.Record {
	t.Helper()
	rec, _, err := array.RecordFromJSON(memory.DefaultAllocator, arrow.NewSchema(fields, nil), strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(rec.Release)
	return rec
}

// numbers builds a block of one UInt64 column n with the values [from, to).
func numbers(database, table string, from, to uint64) engine.Block {
	b := array.NewUint64Builder(memory.DefaultAllocator)
	defer b.Release()
	for n := from; n < to; n++ {
		b.Append(n)
	}
	column := b.NewArray()
	schema := arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Uint64}}, nil)
	return engine.Block{
		Database: database,
		Table:    table,
		Types:    []string{"UInt64"},
		Rows:     array.NewRecord(schema, []arrow.Array{column}, int64(column.Len())),
	}
}
