package embedded

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func TestSweepTakesOnlyWhatTheDeadLeft(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	living, err := makeTemp(parent)
	if err != nil {
		t.Fatal(err)
	}
	dead := filepath.Join(parent, tempPrefix+"dead")
	starting := filepath.Join(parent, tempPrefix+"starting")
	strange := filepath.Join(parent, "else")
	for _, folder := range []string{dead, starting, strange} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{filepath.Join(dead, tempLock), filepath.Join(strange, tempLock)} {
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sweepTemp(parent)
	for name, c := range map[string]struct {
		folder string
		want   bool // that it is there
	}{"living": {living.path, true}, "starting": {starting, true}, "strange": {strange, true}, "dead": {dead, false}} {
		t.Run(name, func(t *testing.T) {
			_, err := os.Stat(c.folder)
			if got := err == nil; got != c.want {
				t.Errorf("got %s there: %t, want %t", c.folder, got, c.want)
			}
		})
	}
	if err := living.remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(living.path); err == nil {
		t.Error("got a folder that outlives its process, want none")
	}
}

func TestTempFolderIsPrivate(t *testing.T) {
	t.Parallel()
	folder, err := makeTemp(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer folder.remove()
	info, err := os.Stat(folder.path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o700 {
		t.Errorf("got mode %o, want 700", mode)
	}
}

// Several processes begin at once, each sweeping what it takes for dead.
func TestFolderThatIsBeingMadeIsNotSwept(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	var makers sync.WaitGroup
	for range 8 {
		makers.Go(func() {
			for range 50 {
				folder, err := makeTemp(parent)
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := os.Stat(folder.path); err != nil {
					t.Error(err)
				}
				if err := folder.remove(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	makers.Wait()
}
