package engine_test

import (
	"testing"

	"callrecords/load/engine"
)

func TestQuoteLeavesNothingToEscapeFrom(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"plain":     {"plain", `'plain'`},
		"quote":     {"it's", `'it\'s'`},
		"backslash": {`back\slash`, `'back\\slash'`},
		"injection": {`\' OR 1=1 --`, `'\\\' OR 1=1 --'`},
		"lines":     {"two\nlines\r", `'two\nlines\r'`},
		"nul":       {"nul\x00", `'nul\0'`},
		"nothing":   {"", `''`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := engine.Quote(c.text); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	if got, want := engine.Qualify("d`b", `t\`), "`d\\`b`.`t\\\\`"; got != want {
		t.Errorf("Qualify: got %s, want %s", got, want)
	}
}
