package library

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"callrecords/load/engine/embedded/libchdb"
)

func TestWhereTheLibraryIsLookedFor(t *testing.T) {
	for name, c := range map[string]struct {
		named bool // a file of one's own
		there bool
		want  []string
	}{
		"none":             {want: []string{"libchdb.so\n    not there\n", "for " + libchdb.Platform()}},
		"one of my own":    {named: true, there: true, want: []string{"CHDB_LIB_PATH names one", "one of your own", "this one is loaded"}},
		"named, not there": {named: true, want: []string{"CHDB_LIB_PATH names one", "not there"}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			t.Setenv("XDG_CACHE_HOME", folder)
			t.Setenv(libchdb.Variable, "")
			file := filepath.Join(folder, "mine.so")
			if c.named {
				t.Setenv(libchdb.Variable, file)
			}
			if c.there {
				if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var w bytes.Buffer
			err := Show(t.Context(), &w)
			if _, missing := errors.AsType[*libchdb.MissingError](err); missing == c.there {
				t.Errorf("got %v, want it missing: %v", err, !c.there)
			}
			for _, want := range c.want {
				if !strings.Contains(w.String(), want) {
					t.Errorf("got %s, want %q in it", w.String(), want)
				}
			}
		})
	}
}

func TestInstallSaysWhatItDoes(t *testing.T) {
	release, ok := libchdb.ThisRelease()
	if !ok {
		t.Skipf("no release is pinned for %s", libchdb.Platform())
	}
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Error(w, "not this one", http.StatusNotFound)
	}))
	defer server.Close()
	home := libchdb.Home()
	folder := t.TempDir()
	mine := filepath.Join(folder, "mine.so")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	attempt := func(cache, named string) (string, string, error) {
		t.Setenv("XDG_CACHE_HOME", cache)
		t.Setenv(libchdb.Variable, named)
		var out, progress bytes.Buffer
		err := Install(t.Context(), server.URL, nil, &out, &progress)
		return out.String(), progress.String(), err
	}
	t.Run("already there", func(t *testing.T) {
		if _, err := os.Stat(home); err != nil {
			t.Skip("the engine is not where it is installed")
		}
		cache := filepath.Dir(filepath.Dir(filepath.Dir(filepath.Dir(home))))
		if out, _, err := attempt(cache, ""); err != nil || !strings.Contains(out, "the engine is there: "+home) {
			t.Errorf("got %q, %v, want that it is there", out, err)
		}
	})
	t.Run("one of my own", func(t *testing.T) {
		if out, _, err := attempt(folder, mine); err != nil || !strings.Contains(out, mine+", which CHDB_LIB_PATH names") {
			t.Errorf("got %q, %v, want that it is there", out, err)
		}
		if _, _, err := attempt(folder, mine+".none"); err == nil || !strings.Contains(err.Error(), "correct CHDB_LIB_PATH") ||
			strings.Contains(err.Error(), "engine install") {
			t.Errorf("got %v, want what to do", err)
		}
	})
	if asked != 0 {
		t.Errorf("got %d requests, want none for what is there", asked)
	}
	t.Run("the registry has none", func(t *testing.T) {
		out, progress, err := attempt(folder, "")
		if err == nil || !strings.Contains(err.Error(), "404 Not Found; nothing was installed") || out != "" {
			t.Errorf("got %q, %v, want the answer of the registry", out, err)
		}
		if want := "getting @chdb/lib-" + release.Platform + "@" + release.Version; !strings.HasPrefix(progress, want) {
			t.Errorf("got %q, want %q first", progress, want)
		}
	})
}
