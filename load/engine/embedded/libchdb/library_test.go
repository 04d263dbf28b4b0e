package libchdb

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMissingLibrarySaysHowToGetIt(t *testing.T) {
	t.Parallel()
	nowhere := t.TempDir()
	_, err := firstFile([]string{nowhere, nowhere + "/libchdb.so"}, false) // a folder is no library
	e := new(MissingError)
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want a MissingError", err)
	}
	for name, want := range map[string]string{"command": "exporter engine install", "variable": "CHDB_LIB_PATH", "path": nowhere} {
		t.Run(name, func(t *testing.T) {
			if got := err.Error(); !strings.Contains(got, want) {
				t.Errorf("got %q, want %q in it", got, want)
			}
		})
	}
	if got := err.Error(); strings.Contains(got, "\n") {
		t.Errorf("got %q, want one line", got)
	}
}

func TestCacheOfFetchScriptIsLookedInFirst(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", "/cache")
	if got, want := Places()[0], "/cache/callrecords/chdb/"+Version()+"-"+Platform()+"/libchdb.so"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNamedLibraryIsNeverPassedOver(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "libchdb.so")
	for name, c := range map[string]struct{ option, variable string }{
		"option":      {nowhere, ""},
		"environment": {"", nowhere},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("CHDB_LIB_PATH", c.variable)
			_, err := find(c.option)
			if err == nil {
				t.Fatal("got no error, want one")
			}
			if !strings.Contains(err.Error(), nowhere) {
				t.Errorf("got %q, want %q in it", err, nowhere)
			}
		})
	}
}

func TestFileThatIsNoLibraryIsAnError(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "libchdb.so")
	if err := os.WriteFile(file, []byte("not a library"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Load(file)
	if err == nil {
		t.Fatal("got no error, want one")
	}
	if !strings.Contains(err.Error(), file) {
		t.Errorf("got %q, want %q in it", err, file)
	}
}
