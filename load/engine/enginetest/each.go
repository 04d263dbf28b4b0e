package enginetest

import (
	"net/http/httptest"
	"os"
	"testing"

	"callrecords/load/engine"
	"callrecords/load/engine/server"
	"callrecords/load/engine/server/servertest"
)

// Each runs a test on both engines, as the subtests "embedded" and "served", so
// that `go test -run 'TestX/served'` runs it on one.
func (s Store) Each(t *testing.T, test func(t *testing.T, e engine.Engine)) {
	t.Helper()
	t.Run("embedded", func(t *testing.T) { test(t, s.Engine) })
	t.Run("served", func(t *testing.T) { test(t, s.Served(t)) })
}

// Served is package server, for one test, in front of the server that
// [RealServer] names, or else of a test server over the store.
func (s Store) Served(t testing.TB) *server.Engine {
	t.Helper()
	url := RealServer()
	if url == "" {
		web := httptest.NewServer(servertest.New(s.Engine, servertest.Options{}))
		t.Cleanup(web.Close)
		url = web.URL
	}
	e, err := server.Open(t.Context(), server.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// RealServer is CALLRECORDS_TEST_CLICKHOUSE, the URL of a ClickHouse server to
// test on (https://user:password@host:port); "" for none.
func RealServer() string { return os.Getenv("CALLRECORDS_TEST_CLICKHOUSE") }
