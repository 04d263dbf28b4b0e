package embedded_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestAStoreIsPrivateWhoeverMadeItsFolder(t *testing.T) { // alone: a child that is being started holds the locks of others
	for name, c := range map[string]struct{ made, want, others fs.FileMode }{
		"readable to all":           {0o755, 0o700, 0o077},
		"readable to its group":     {0o750, 0o700, 0o077},
		"a volume given to a group": {0o775, 0o770, 0o007},
		"a volume that all can use": {0o777, 0o770, 0o007},
		"private, as it should be":  {0o700, 0o700, 0o077},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "store")
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, c.made); err != nil {
				t.Fatal(err)
			}
			run(t, "first", path)
			files := 0
			err := filepath.WalkDir(path, func(at string, d fs.DirEntry, err error) error {
				if err != nil || at == path || d.Type()&fs.ModeSymlink != 0 {
					return err
				}
				info, err := d.Info()
				if err != nil {
					return err
				}
				files++
				if info.Mode().Perm()&c.others != 0 {
					t.Errorf("%s: got mode %04o, want none of %04o", at, info.Mode().Perm(), c.others)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if files < 10 {
				t.Errorf("got %d files, want those of a store", files)
			}
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); got != c.want {
				t.Errorf("got mode %04o of the folder, want %04o", got, c.want)
			}
		})
	}
}
