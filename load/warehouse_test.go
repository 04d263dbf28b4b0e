package load_test

import (
	"context"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/server"
	"callrecords/load/engine/server/servertest"
)

// engine is what the tests run on. They run once on each of two: embedded, and
// served, which is load/server against a test server over the embedded one.
// CALLRECORDS_TEST_CLICKHOUSE (https://user:password@host:port) puts a real
// server in the place of the second.
var shared engine.Engine

// only names one engine, for `go test ./load -engine=served`.
var only = flag.String("engine", "", "embedded or served (default both, one after the other)")

// realServer is the URL of one, or "".
var realServer = os.Getenv("CALLRECORDS_TEST_CLICKHOUSE")

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := onEveryEngine(m)
	if err != nil {
		fmt.Println(err)
		code = 1
	}
	os.Exit(code)
}

// onEveryEngine runs all tests on one engine after the other.
func onEveryEngine(m *testing.M) (code int, err error) {
	folder, err := os.MkdirTemp("", "callrecords-load-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(folder)
	below, err := embedded.Open(context.Background(), embedded.Options{Path: filepath.Join(folder, "store"), Connections: 8, Config: twoShards})
	if err != nil {
		return 0, err
	}
	defer below.Close()
	served, done, err := serve(below)
	if err != nil {
		return 0, err
	}
	defer done()
	for _, on := range []struct {
		name   string
		shared engine.Engine
	}{{"embedded", below}, {"served", served}} {
		if *only == "" || *only == on.name {
			fmt.Println("engine:", on.name)
			shared = on.shared
			code = max(code, m.Run())
		}
	}
	return code, nil
}

// serve opens the real server, or a test server over the engine below.
func serve(below *embedded.Engine) (engine.Engine, func(), error) {
	url, stop := realServer, func() {}
	if url == "" {
		s := httptest.NewServer(servertest.New(below, servertest.Options{}))
		url, stop = s.URL, s.Close
	}
	e, err := server.Open(context.Background(), server.Options{URL: url})
	if err != nil {
		stop()
		return nil, nil, err
	}
	return e, func() { e.Close(); stop() }, nil
}

// isEmbedded says whether the engine of this run is the embedded one.
func isEmbedded() bool { _, ok := shared.(*embedded.Engine); return ok }

// notOnRealServer skips a test of which the test server is a part.
func notOnRealServer(t *testing.T, reason string) {
	t.Helper()
	if !isEmbedded() && realServer != "" {
		t.Skip("not on a server of someone else's: " + reason)
	}
}
