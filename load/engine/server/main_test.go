package server_test

import (
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/enginetest"
	"callrecords/load/engine/server"
	"callrecords/load/engine/server/servertest"
)

// below is the embedded engine under every test server of this process.
var below enginetest.Store

func TestMain(m *testing.M) {
	os.Exit(enginetest.Main(m, embedded.Options{Connections: 4}, func(s enginetest.Store) error {
		below = s
		return nil
	}))
}

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
	f := &fixture{T: t, fake: servertest.New(below, servertest.Options{}), database: enginetest.Database(t, below)}
	f.url = serve(t, f.fake)
	f.Engine = open(t, server.Options{URL: f.url})
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
func (f *fixture) numbers(table string, rows uint64) engine.Block {
	return enginetest.Numbers(f.database, table, 0, rows)
}

// code is the engine's code in an error; 0 when it is no verdict of the engine.
func code(err error) proto.Error {
	if e, ok := errors.AsType[*engine.Exception](err); ok {
		return e.Code
	}
	return 0
}
