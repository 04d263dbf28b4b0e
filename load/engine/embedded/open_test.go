package embedded_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"callrecords/load/engine/embedded"
)

func TestSamePathIsShared(t *testing.T) {
	t.Parallel()
	again, err := embedded.Open(t.Context(), embedded.Options{Path: storePath + "/../store"})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(again.Close(), again.Close()); err != nil {
		t.Error(err)
	}
	if err := again.Exec(t.Context(), "SELECT 1"); !errors.Is(err, embedded.ErrClosed) {
		t.Errorf("after Close: %v, want ErrClosed", err)
	}
	mustExec(t, "SELECT 1") // the other holder's engine is still open
}

func TestSecondPathIsRefusedByName(t *testing.T) {
	t.Parallel()
	other := t.TempDir() + "/other"
	_, err := embedded.Open(t.Context(), embedded.Options{Path: other})
	e := new(embedded.OtherPathError)
	if !errors.As(err, &e) || !strings.Contains(err.Error(), other) || !strings.Contains(err.Error(), storePath) {
		t.Errorf("got %v, want both paths in it", err)
	}
	if _, err := os.Stat(other); err == nil {
		t.Error("the refused store was made")
	}
}

func TestSecondProcessIsToldWhoHoldsTheStore(t *testing.T) {
	t.Parallel()
	got := run(t, "open", storePath)[0]
	for _, want := range []string{"held by process " + strconv.Itoa(os.Getpid()), filepath.Base(os.Args[0]), "since 20", "wait for it or stop it"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

func TestStoreReopens(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/deep/store"
	for range 2 {
		if got := run(t, "open", path)[0]; got != "opened" {
			t.Fatal(got)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o700 {
		t.Errorf("the store's mode is %o, want 700", mode)
	}
}

func TestTableCanBeDroppedInTheStoresFirstSession(t *testing.T) {
	t.Parallel()
	if got := run(t, "first", t.TempDir()+"/store")[0]; got != "dropped" {
		t.Error(got)
	}
}

func TestConfigOfTheWorkingFolderIsIgnored(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.WriteFile(folder+"/config.xml", []byte("not a configuration"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := child(t, "settings", folder+"/store")
	cmd.Dir = folder
	out, err := cmd.Output()
	if err != nil || string(out) != "1\n" {
		t.Errorf("fsync_after_insert is %q, %v, want 1", out, err)
	}
}

func TestCloseDoesNotWaitForAForgottenReader(t *testing.T) {
	t.Parallel()
	if got := run(t, "forget", t.TempDir()+"/store")[0]; got != embedded.ErrClosed.Error() {
		t.Errorf("the reader ends in %q, want ErrClosed", got)
	}
}

func TestUnusablePathsAreNamed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"":              "no path",
		file:            "not a directory",
		file + "/store": "not a directory",
	} {
		got := run(t, "open", path)[0]
		if !strings.HasPrefix(got, "error ") || !strings.Contains(got, want) || !strings.Contains(got, path) {
			t.Errorf("%q: %s, want %q", path, got, want)
		}
	}
}

func TestOpenAfterItsContextDoesNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := embedded.Open(ctx, embedded.Options{Path: storePath}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
