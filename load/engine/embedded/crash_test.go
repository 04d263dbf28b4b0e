package embedded_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"callrecords/load/engine/embedded"
	"callrecords/load/engine/enginetest"
)

// insertForEver inserts one row at a time and reports each one that is
// acknowledged, until it is killed.
func insertForEver(ctx context.Context, engine *embedded.Engine) error {
	for _, sql := range []string{
		"CREATE DATABASE w",
		"CREATE TABLE w.t (n UInt64) ENGINE = MergeTree ORDER BY n",
	} {
		if err := engine.Exec(ctx, sql); err != nil {
			return err
		}
	}
	for n := uint64(0); ; n++ {
		if _, err := engine.Insert(ctx, enginetest.Numbers("w", "t", n, n+1)); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

func TestKilledProcessLeavesEveryAcknowledgedRow(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/store"
	cmd, out := start(t, "insert", path)
	last := -1
	for last < 30 && out.Scan() { // an insert waits for the disk
		n, err := strconv.Atoi(out.Text())
		if err != nil {
			t.Fatalf("got %q, want a number", out.Text())
		}
		last = n
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for out.Scan() { // acknowledged while the signal was on its way
		last, _ = strconv.Atoi(out.Text())
	}
	_ = cmd.Wait()

	var rows, distinct, newest int
	got := run(t, "count", path)[0]
	if _, err := fmt.Sscan(got, &rows, &distinct, &newest); err != nil {
		t.Fatalf("got %q, want three numbers: %v", got, err)
	}
	// One more than was acknowledged: the process died between insert and report.
	if newest != last && newest != last+1 {
		t.Errorf("got rows up to %d, want up to %d or one more", newest, last)
	}
	if rows != newest+1 {
		t.Errorf("got %d rows, want %d", rows, newest+1)
	}
	if distinct != rows {
		t.Errorf("got %d distinct rows, want %d", distinct, rows)
	}
}
