package embedded_test

import (
	"io"
	"os"
	"strings"
	"testing"

	"callrecords/load/engine/embedded"
	"callrecords/load/engine/enginetest"
)

// store is the one engine of the test process. Tests of other stores run in a
// child process (see child_test.go).
var store enginetest.Store

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		os.Exit(childMain(role))
	}
	os.Exit(enginetest.Main(m, embedded.Options{}, func(s enginetest.Store) error {
		store = s
		return nil
	}))
}

func mustExec(t testing.TB, sql string) {
	t.Helper()
	if err := store.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// lines runs a query and returns its rows as TSVRaw lines.
func lines(t testing.TB, sql string) []string {
	t.Helper()
	text := strings.TrimSuffix(read(t, sql, "TSVRaw"), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// one runs a query that returns one short row.
func one(t testing.TB, sql string) string {
	t.Helper()
	return strings.Join(lines(t, sql), "|")
}

func read(t testing.TB, sql, format string) string {
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
