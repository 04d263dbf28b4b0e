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
	again, err := embedded.Open(t.Context(), embedded.Options{Path: store.Path + "/../store"})
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
	if _, ok := errors.AsType[*embedded.OtherPathError](err); !ok {
		t.Fatalf("got %v, want an OtherPathError", err)
	}
	for name, want := range map[string]string{"open": store.Path, "asked": other} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("got %q, want %q in it", err, want)
			}
		})
	}
	if _, err := os.Stat(other); err == nil {
		t.Error("got the refused store, want none made")
	}
}

func TestSecondProcessIsToldWhoHoldsTheStore(t *testing.T) {
	t.Parallel()
	got := run(t, "open", store.Path)[0]
	for name, want := range map[string]string{
		"process": "held by process " + strconv.Itoa(os.Getpid()),
		"command": filepath.Base(os.Args[0]),
		"time":    "since 20",
		"advice":  "wait for it or stop it",
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(got, want) {
				t.Errorf("got %q, want %q in it", got, want)
			}
		})
	}
}

func TestStoreReopens(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/deep/store"
	for range 2 {
		if got := run(t, "open", path)[0]; got != "opened" {
			t.Fatalf("got %q, want opened", got)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o700 {
		t.Errorf("got mode %o, want 700", mode)
	}
}

func TestTableCanBeDroppedInTheStoresFirstSession(t *testing.T) {
	t.Parallel()
	if got := run(t, "first", t.TempDir()+"/store")[0]; got != "dropped" {
		t.Errorf("got %q, want dropped", got)
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
	if err != nil {
		t.Fatal(err)
	}
	if got := string(out); got != "1\n" {
		t.Errorf("got fsync_after_insert %q, want 1", got)
	}
}

func TestCloseDoesNotWaitForAForgottenReader(t *testing.T) {
	t.Parallel()
	if got := run(t, "forget", t.TempDir()+"/store")[0]; got != embedded.ErrClosed.Error() {
		t.Errorf("got a reader that ends in %q, want ErrClosed", got)
	}
}

func TestUnusablePathsAreNamed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ path, want string }{
		"no path":     {"", "no path"},
		"file":        {file, "not a directory"},
		"in the file": {file + "/store", "not a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := run(t, "open", c.path)[0]
			if !strings.HasPrefix(got, "error ") {
				t.Errorf("got %q, want an error", got)
			}
			for _, want := range []string{c.want, c.path} {
				if !strings.Contains(got, want) {
					t.Errorf("got %q, want %q in it", got, want)
				}
			}
		})
	}
}

func TestOpenAfterItsContextDoesNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := embedded.Open(ctx, embedded.Options{Path: store.Path}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
