package bounded

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatIsTooLargeIsSaidAndNotCut(t *testing.T) {
	t.Parallel()
	const most = 2 << 10
	for name, c := range map[string]struct {
		length int
		wrong  string
	}{
		"nothing":            {0, ""},
		"as much as can be":  {most, ""},
		"one byte more":      {most + 1, "is larger than 2 KiB"},
		"much more than can": {10 * most, "is larger than 2 KiB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.Repeat("x", c.length)
			file := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := ReadFile(file, most)
			if c.wrong == "" && (err != nil || string(got) != text) {
				t.Errorf("got %d bytes, %v; want all %d", len(got), err, c.length)
			}
			if c.wrong != "" && (err == nil || err.Error() != c.wrong || got != nil) {
				t.Errorf("got %d bytes, %v; want %q and none", len(got), err, c.wrong)
			}
			if _, large := errors.AsType[*TooLargeError](err); large != (c.wrong != "") {
				t.Errorf("got a TooLargeError: %t, want %t", large, !large)
			}
		})
	}
}
