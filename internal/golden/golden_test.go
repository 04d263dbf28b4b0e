package golden

import (
	"os"
	"path/filepath"
	"testing"
)

// recorder is a test that notes its failures instead of failing.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, _ ...any) { r.failures = append(r.failures, format) }

func TestTextIsHeldAgainstItsFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "golden", "a.txt")
	steps := []struct {
		name, text string
		update     bool
		failures   int
	}{
		{"update writes the file and its folder", "one", true, 0},
		{"the same text", "one", false, 0},
		{"another text", "two", false, 1},
		{"update writes it anew", "two", true, 0},
		{"the new text", "two", false, 0},
	}
	for _, s := range steps { // one after the other: each finds what the last one left
		t.Run(s.name, func(t *testing.T) {
			r := &recorder{TB: t}
			hold(r, path, s.text, s.update)
			if len(r.failures) != s.failures {
				t.Errorf("failures: got %q, want %d", r.failures, s.failures)
			}
		})
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != "two" {
		t.Errorf("the file: got %q, want %q", got, "two")
	}
}
