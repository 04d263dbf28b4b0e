package db_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"callrecords/load/db"
)

func TestBriefTextIsBoundedAndValid(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"nothing":       {"", ""},
		"short":         {"why", "why"},
		"as long as is": {strings.Repeat("x", 8<<10), strings.Repeat("x", 8<<10)},
		"no text":       {"a\xff", "a\uFFFD"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := db.Brief(c.text); got != c.want {
				t.Errorf("got %.40q, want %.40q", got, c.want)
			}
		})
	}
	t.Run("megabytes", func(t *testing.T) {
		t.Parallel()
		got := db.Brief(strings.Repeat("ä", 1<<20)) // it is cut in the middle of a letter
		if len(got) > 8<<10+2 || !utf8.ValidString(got) || !strings.HasSuffix(got, "(cut)") {
			t.Errorf("got %d bytes that end in %q, want 8 KiB of text that says so", len(got), got[len(got)-20:])
		}
	})
}
