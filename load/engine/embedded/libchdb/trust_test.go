package libchdb

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestOnlyALibraryThatNobodyElseCanChangeIsLoaded(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		folder, file fs.FileMode
		owner        int // -1: this user
		trusted      bool
	}{
		"ours alone":                 {0o700, 0o600, -1, true},
		"for all to read":            {0o755, 0o755, -1, true},
		"written by its group":       {0o755, 0o775, -1, false},
		"written by all":             {0o755, 0o777, -1, false},
		"in a folder of a group":     {0o775, 0o755, -1, false},
		"in a folder of all":         {0o777, 0o755, -1, false},
		"in a folder of all, sticky": {0o777 | fs.ModeSticky, 0o755, -1, true},
		"of another user":            {0o755, 0o755, 12345, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join(t.TempDir(), "lib")
			file := filepath.Join(folder, "libchdb.so")
			if err := errors.Join(
				os.Mkdir(folder, 0o700),
				os.WriteFile(file, nil, 0o600),
				os.Chmod(file, c.file),
				os.Chmod(folder, c.folder),
			); err != nil {
				t.Fatal(err)
			}
			if c.owner >= 0 {
				if os.Geteuid() != 0 {
					t.Skip("only root can give a file away")
				}
				if err := os.Chown(file, c.owner, -1); err != nil {
					t.Fatal(err)
				}
			}
			link := filepath.Join(t.TempDir(), "link.so") // what counts is where a link leads
			if err := os.Symlink(file, link); err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{file, link} {
				_, err := Check(t.Context(), path)
				if untrusted := new(UntrustedError); errors.As(err, &untrusted) == c.trusted {
					t.Errorf("%s: got %v, want it trusted: %v", filepath.Base(path), err, c.trusted)
				}
			}
		})
	}
}

// The sum is read off the file that fetch.sh put there.
func TestTheReleasedLibraryIsKnownByItsSum(t *testing.T) {
	t.Parallel()
	got, err := Check(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if got.Path != Home() {
		t.Skipf("%s is a library of somebody's own", got.Path)
	}
	if got.Released == "" {
		t.Skipf("no sum is known for %s", Platform())
	}
	if got.Sum != got.Released {
		t.Errorf("got %s, want %s", got.Sum, got.Released)
	}
}
