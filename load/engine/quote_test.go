package engine_test

import (
	"testing"

	"callrecords/load/engine"
)

func TestQuoteLeavesNothingToEscapeFrom(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain":        `'plain'`,
		"it's":         `'it\'s'`,
		`back\slash`:   `'back\\slash'`,
		`\' OR 1=1 --`: `'\\\' OR 1=1 --'`,
		"two\nlines\r": `'two\nlines\r'`,
		"nul\x00":      `'nul\0'`,
		"":             `''`,
	} {
		if got := engine.Quote(text); got != want {
			t.Errorf("Quote(%q) = %s, want %s", text, got, want)
		}
	}
	if got, want := engine.Qualify("d`b", `t\`), "`d\\`b`.`t\\\\`"; got != want {
		t.Errorf("Qualify = %s, want %s", got, want)
	}
}
