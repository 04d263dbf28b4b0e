package embedded_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"callrecords/load/engine/embedded"
)

// roleVariable tells a child process, which is this test binary again, what to
// do; pathVariable on which store.
const (
	roleVariable = "EMBEDDED_TEST_ROLE"
	pathVariable = "EMBEDDED_TEST_PATH"
)

// childMain is the whole life of a child process. It reports on its standard
// output, one line a finding.
func childMain(role string) int {
	ctx, path := context.Background(), os.Getenv(pathVariable)
	engine, err := embedded.Open(ctx, embedded.Options{Path: path})
	if err != nil {
		fmt.Printf("error %v\n", err)
		return 1
	}
	defer engine.Close()
	switch role {
	case "open":
		fmt.Println("opened")
	case "insert":
		fmt.Println(insertForEver(ctx, engine))
	case "first":
		fmt.Println(firstSession(ctx, engine))
	case "settings":
		fmt.Println(answer(ctx, engine,
			"SELECT value FROM system.merge_tree_settings WHERE name = 'fsync_after_insert'"))
	case "forget":
		fmt.Println(forget(ctx, engine))
	case "crowded":
		fmt.Println(crowded(ctx, engine, path))
	case "fault":
		fault()
	case "recover":
		fmt.Println(recovered(ctx, engine))
	case "count":
		fmt.Println(answer(ctx, engine, "SELECT count(), uniqExact(n), max(n) FROM w.t"))
	}
	return 0
}

// child prepares a child process. Its standard error goes to the test's.
func child(t *testing.T, role, path string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), roleVariable+"="+role, pathVariable+"="+path)
	cmd.Stderr = os.Stderr
	return cmd
}

// run runs a child to its end and returns what it reported.
func run(t *testing.T, role, path string) []string {
	t.Helper()
	out, err := child(t, role, path).Output()
	if err != nil && len(out) == 0 {
		t.Fatalf("child %s: %v", role, err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// start starts a child and returns a scanner of what it reports.
func start(t *testing.T, role, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := child(t, role, path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// answer is the first row of a query's result, or its error.
func answer(ctx context.Context, engine *embedded.Engine, sql string) string {
	r, err := engine.Query(ctx, sql, "TSV")
	if err != nil {
		return err.Error()
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(text))
}

// forget closes the engine under a reader that nobody closed.
func forget(ctx context.Context, engine *embedded.Engine) error {
	r, err := engine.Query(ctx, endless, "TSV")
	if err != nil {
		return err
	}
	if err := engine.Close(); err != nil {
		return err
	}
	_, err = r.Read(make([]byte, 1))
	return err
}

// firstSession drops a table in the session that made the store, which hangs
// where the engine's background work was not started.
func firstSession(ctx context.Context, engine *embedded.Engine) string {
	for _, sql := range []string{
		"CREATE DATABASE w",
		"CREATE TABLE w.t (n UInt64) ENGINE = MergeTree ORDER BY n",
		"DROP TABLE w.t SYNC",
	} {
		if err := engine.Exec(ctx, sql); err != nil {
			return err.Error()
		}
	}
	return "dropped"
}
