package embedded

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestLockIsFreeAgainOnceItsFileCloses(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	lock, err := takeLock(path, false)
	if err != nil {
		t.Fatal(err)
	}
	_, err = takeLock(path, false)
	held, ok := errors.AsType[*HeldError](err)
	if !ok {
		t.Fatalf("got %v, want a HeldError", err)
	}
	if held.PID != os.Getpid() {
		t.Errorf("got process %d, want this one, %d", held.PID, os.Getpid())
	}
	if held.Path != path {
		t.Errorf("got path %q, want %q", held.Path, path)
	}
	if held.Since.IsZero() {
		t.Error("got no time, want one")
	}
	lock.Close()
	lock, err = takeLock(path, false)
	if err != nil {
		t.Fatalf("after the holder closed: %v", err)
	}
	lock.Close()
}

func TestHolderSaysWhetherItOnlyReads(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	for _, reads := range []bool{true, false} { // the second one after the first, whose note was longer
		lock, err := takeLock(path, reads)
		if err != nil {
			t.Fatal(err)
		}
		_, err = takeLock(path, !reads)
		if held, ok := errors.AsType[*HeldError](err); !ok || held.Reads != reads {
			t.Errorf("got %+v, want a holder that only reads: %v", err, reads)
		}
		lock.Close()
	}
}

func TestUnreadableLockFileStillHolds(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	lock, err := takeLock(path, false)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if err := os.WriteFile(filepath.Join(path, lockName), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = takeLock(path, false)
	held, ok := errors.AsType[*HeldError](err)
	if !ok {
		t.Fatalf("got %v, want a HeldError", err)
	}
	if held.PID != 0 {
		t.Errorf("got process %d, want none", held.PID)
	}
}

func TestForeignEngineIsNoticed(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	if err := foreignHolder(path); err != nil {
		t.Errorf("new store: got %v, want no holder", err)
	}
	status, err := os.Create(filepath.Join(path, statusName))
	if err != nil {
		t.Fatal(err)
	}
	defer status.Close()
	if _, err := status.WriteString("PID: 4711\nStarted at: 2026-11-21 10:00:00\n"); err != nil {
		t.Fatal(err)
	}
	if err := foreignHolder(path); err != nil {
		t.Errorf("left behind: got %v, want no holder", err)
	}
	if err := flock(status); err != nil {
		t.Fatal(err)
	}
	err = foreignHolder(path)
	held, ok := errors.AsType[*HeldError](err)
	if !ok {
		t.Fatalf("held: got %v, want a HeldError", err)
	}
	if held.PID != 4711 {
		t.Errorf("held: got process %d, want 4711", held.PID)
	}
}
