package embedded

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
	_, err := firstFile([]string{nowhere, nowhere + "/libchdb.so"}) // a folder is no library
	e := new(MissingError)
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want a MissingError", err)
	}
	for _, want := range []string{"make engine", "CHDB_LIB_PATH", nowhere} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("%q is not one line", err)
	}
}

func TestCacheOfFetchScriptIsLookedInFirst(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", "/cache")
	if got, want := usualPlaces()[0], "/cache/callrecords/chdb/"+Version+"-"+platform()+"/libchdb.so"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	script, err := os.ReadFile("fetch.sh")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(script), "version="+Version+"\n") {
		t.Errorf("fetch.sh gets another version than %s", Version)
	}
}

func TestNamedLibraryIsNeverPassedOver(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "libchdb.so")
	if _, err := findLibrary(nowhere); err == nil || !strings.Contains(err.Error(), nowhere) {
		t.Errorf("option: %v", err)
	}
	t.Setenv("CHDB_LIB_PATH", nowhere)
	if _, err := findLibrary(""); err == nil || !strings.Contains(err.Error(), nowhere) {
		t.Errorf("environment: %v", err)
	}
}

func TestFileThatIsNoLibraryIsAnError(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "libchdb.so")
	if err := os.WriteFile(file, []byte("not a library"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := loadLibrary(file); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v", err)
	}
}
