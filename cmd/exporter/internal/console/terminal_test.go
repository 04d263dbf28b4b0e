package console

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAFileIsNoTerminal(t *testing.T) {
	t.Parallel()
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if Terminal(f) {
		t.Error("terminal: got true, want false")
	}
	if got := Width(f); got != 0 {
		t.Errorf("width: got %d, want 0", got)
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text  string
		width int
		want  string
	}{
		"fits":             {"abc", 3, "abc"},
		"too long":         {"abcd", 3, "ab…"},
		"runes, not bytes": {"äöü", 2, "ä…"},
		"one column":       {"ab", 1, "…"},
		"no column":        {"ab", 0, ""},
		"less than none":   {"ab", -1, ""},
		"not UTF-8":        {"\xff\xfe\xfd", 2, "\xff…"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Cut(c.text, c.width); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
