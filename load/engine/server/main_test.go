package server_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/enginetest"
	"callrecords/load/engine/server"
	"callrecords/load/engine/server/servertest"
)

// below is the embedded engine under every test server of this process.
var below *embedded.Engine

func TestMain(m *testing.M) { os.Exit(runTests(m)) }

// runTests closes the engine before the process exits.
func runTests(m *testing.M) int {
	folder, err := os.MkdirTemp("", "server-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	below, err = embedded.Open(context.Background(), embedded.Options{Path: folder + "/store", Connections: 4})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if err := below.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// databases counts the databases that the tests of this process made.
var databases atomic.Int64

// fixture is a test server, a client of it, and a database for one test.
type fixture struct {
	*testing.T
	*server.Engine
	fake     *servertest.Server
	url      string
	database string
}

func setup(t *testing.T) *fixture {
	t.Helper()
	t.Parallel()
	f := &fixture{T: t, fake: servertest.New(below, servertest.Options{}), database: fmt.Sprintf("test_%d", databases.Add(1))}
	f.url = serve(t, f.fake)
	f.Engine = open(t, server.Options{URL: f.url})
	f.exec("CREATE DATABASE %s")
	return f
}

// serve starts a test server, which ends with the test.
func serve(t testing.TB, fake *servertest.Server) (url string) {
	t.Helper()
	s := httptest.NewServer(fake)
	t.Cleanup(s.Close)
	return s.URL
}

// open opens an engine, which closes with the test.
func open(t testing.TB, opts server.Options) *server.Engine {
	t.Helper()
	engine, err := server.Open(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(engine.Close(), engine.Close()); err != nil {
			t.Error(err)
		}
	})
	return engine
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
	f.must(f.Exec(f.Context(), strings.ReplaceAll(sql, "%s", f.database)))
}

// read is the whole result of a query in which %s stands for the database.
func (f *fixture) read(sql, format string) (string, error) {
	body, err := f.Query(f.Context(), strings.ReplaceAll(sql, "%s", f.database), format)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(body)
	return string(text), errors.Join(err, body.Close(), body.Close())
}

// want compares a query's result as TSV.
func (f *fixture) want(sql, want string) {
	f.Helper()
	got, err := f.read(sql, "TSVRaw")
	f.must(err)
	if got = strings.TrimSuffix(got, "\n"); got != want {
		f.Errorf("%s\n got %q\nwant %q", sql, got, want)
	}
}

// numbers is a block of one column n with the values [0, rows).
func (f *fixture) numbers(table string, rows int) engine.Block {
	b := array.NewUint64Builder(memory.DefaultAllocator)
	defer b.Release()
	for n := range rows {
		b.Append(uint64(n))
	}
	column := b.NewArray()
	kind := arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Uint64}}, nil)
	return engine.Block{Database: f.database, Table: table, Types: []string{"UInt64"},
		Rows: array.NewRecord(kind, []arrow.Array{column}, int64(column.Len()))}
}

// record builds an Arrow record of one column v from a JSON list of values.
func record(t *testing.T, kind arrow.DataType, values string) arrow.Record {
	t.Helper()
	fields := arrow.NewSchema([]arrow.Field{{Name: "v", Type: kind, Nullable: true}}, nil)
	rec, _, err := array.RecordFromJSON(memory.DefaultAllocator, fields, strings.NewReader(enginetest.Column(t, values)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(rec.Release)
	return rec
}

// code is the engine's code in an error; 0 when it is no verdict of the engine.
func code(err error) proto.Error {
	if e, ok := errors.AsType[*engine.Exception](err); ok {
		return e.Code
	}
	return 0
}

// arrowRecord is a record's columns under another schema.
func arrowRecord(kind *arrow.Schema, rows arrow.Record) arrow.Record {
	return array.NewRecord(kind, rows.Columns(), rows.NumRows())
}
