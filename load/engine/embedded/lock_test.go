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
	lock, err := takeLock(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = takeLock(path)
	e := new(HeldError)
	if !errors.As(err, &e) || e.PID != os.Getpid() || e.Path != path || e.Since.IsZero() {
		t.Errorf("got %+v, want this process as holder", err)
	}
	lock.Close()
	lock, err = takeLock(path)
	if err != nil {
		t.Fatalf("after the holder closed: %v", err)
	}
	lock.Close()
}

func TestUnreadableLockFileStillHolds(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	lock, err := takeLock(path)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if err := os.WriteFile(filepath.Join(path, lockName), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = takeLock(path)
	if e := new(HeldError); !errors.As(err, &e) || e.PID != 0 {
		t.Errorf("got %v, want a holder without a name", err)
	}
}

func TestForeignEngineIsNoticed(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	if err := foreignHolder(path); err != nil {
		t.Errorf("new store: %v", err)
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
		t.Errorf("left behind: %v", err)
	}
	if err := flock(status); err != nil {
		t.Fatal(err)
	}
	e := new(HeldError)
	if err := foreignHolder(path); !errors.As(err, &e) || e.PID != 4711 {
		t.Errorf("held: %v, want process 4711", err)
	}
}
