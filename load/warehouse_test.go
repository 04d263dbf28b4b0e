package load_test

import (
	"flag"
	"hash/fnv"
	"os"
	"testing"

	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/enginetest"
)

// store is the embedded engine of this process. Tests run on it, or on the same
// engine behind a test server, as the subtests "embedded" and "served".
// CALLRECORDS_TEST_CLICKHOUSE (https://user:password@host:port) puts a real server
// in the second's place.
var store enginetest.Store

// bothEngines runs every test on both engines. Otherwise each runs on one, chosen by
// its name: the SQL is the same, and the way to the engine has tests of its own
// (package enginetest).
var bothEngines = os.Getenv("CALLRECORDS_TEST_ENGINES") == "both"

// onEngines runs a test on one engine, or on both.
func onEngines(t *testing.T, test func(t *testing.T, e engine.Engine)) {
	t.Helper()
	name := fnv.New32a()
	_, _ = name.Write([]byte(t.Name())) // which takes all
	switch served := name.Sum32()%2 == 1; {
	case bothEngines:
		store.Each(t, test)
	case served:
		t.Run("served", func(t *testing.T) { test(t, store.Served(t)) })
	default:
		t.Run("embedded", func(t *testing.T) { test(t, store.Engine) })
	}
}

// atOnce is how many tests run at once, unless -parallel says so: more than there
// are processors, for tests wait for the engine, and some for its pauses.
const atOnce = "4"

func TestMain(m *testing.M) {
	flag.Parse()
	if !given("test.parallel") {
		flag.Set("test.parallel", atOnce)
	}
	options := embedded.Options{Connections: 16, Config: twoShards}
	os.Exit(enginetest.Main(m, options, func(s enginetest.Store) error {
		store = s
		return nil
	}))
}

// given says whether a flag is on the command line.
func given(name string) (found bool) {
	flag.Visit(func(f *flag.Flag) { found = found || f.Name == name })
	return found
}

// each runs a test on each engine, in a warehouse of its own that setUp makes.
func each(
	t *testing.T,
	setUp func(*testing.T, engine.Engine) *fixture,
	test func(*testing.T, *fixture),
) {
	t.Helper()
	t.Parallel()
	onEngines(t, func(t *testing.T, e engine.Engine) {
		t.Parallel()
		test(t, setUp(t, e))
	})
}

// eachCase does so for every case of a table, as a subtest with the case's name.
func eachCase[C any](
	t *testing.T,
	cases map[string]C,
	setUp func(*testing.T, engine.Engine) *fixture,
	test func(*testing.T, *fixture, C),
) {
	t.Helper()
	t.Parallel()
	onEngines(t, func(t *testing.T, e engine.Engine) {
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				test(t, setUp(t, e), c)
			})
		}
	})
}

// isEmbedded says whether an engine is the embedded one itself.
func isEmbedded(e engine.Engine) bool {
	if w, ok := e.(*witness); ok {
		e = w.Engine
	}
	_, ok := e.(*embedded.Engine)
	return ok
}

// ofOurs is an engine of this process: not a server of someone else's.
func ofOurs(e engine.Engine) bool { return isEmbedded(e) || enginetest.RealServer() == "" }
