package embedded_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
)

// A write that fails because the disk is full passes for one that succeeded, and a merge
// for done: whatever it merged is gone. So nothing may be begun on a disk that is nearly
// full.
func TestNearlyFullDiskIsLeftAlone(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	switch err := syscall.Mount("none", path, "tmpfs", 0, "size=64m"); {
	case errors.Is(err, syscall.EPERM):
		t.Skip("this user may not mount")
	case err != nil:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(path, 0); err != nil {
			t.Error(err)
		}
	})
	said, err := child(t, "crowded", path).Output()
	got, want := strings.TrimSpace(string(said)), "refused; 2 parts, 2000 rows; 1 parts, 2000 rows"
	if err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

// crowded merges on a disk with 2 MiB left, and with room again.
func crowded(ctx context.Context, e *embedded.Engine, path string) string {
	const insert = "INSERT INTO w.t SELECT number, randomPrintableASCII(100) FROM numbers(1000)"
	var disk syscall.Statfs_t
	for _, sql := range []string{
		"CREATE DATABASE w", "CREATE TABLE w.t (n UInt64, s String) ENGINE = MergeTree ORDER BY n",
		"SYSTEM STOP MERGES w.t", insert, insert, "SYSTEM START MERGES w.t",
	} {
		if err := e.Exec(ctx, sql); err != nil {
			return err.Error()
		}
	}
	if err := syscall.Statfs(path, &disk); err != nil {
		return err.Error()
	}
	ballast := filepath.Join(path, "ballast")
	if err := os.WriteFile(ballast, make([]byte, int64(disk.Bavail)*disk.Bsize-2<<20), 0o600); err != nil {
		return err.Error()
	}
	word := "taken"
	if engine.IsCode(e.Exec(ctx, insert), proto.Error(243)) { // NOT_ENOUGH_SPACE
		word = "refused"
	}
	merged := func() string {
		_ = e.Exec(ctx, "OPTIMIZE TABLE w.t FINAL") // says nothing where there is no room
		return answer(ctx, e, "SELECT concat(toString(uniqExact(_part)), ' parts, ', toString(count()), ' rows')"+
			" FROM w.t WHERE s != ''")
	}
	first := merged()
	if err := os.Remove(ballast); err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s; %s; %s", word, first, merged())
}
