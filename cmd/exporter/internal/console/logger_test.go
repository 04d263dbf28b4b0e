package console

import (
	"cmp"
	"strings"
	"testing"
)

func TestLoggerFormats(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		format         string
		terminal, json bool
	}{
		"auto on a terminal": {"auto", true, false},
		"auto elsewhere":     {"auto", false, true},
		"not set, elsewhere": {"", false, true},
		"text elsewhere":     {"text", false, false},
		"json on a terminal": {"json", true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			width := 0
			if c.terminal {
				width = 80
			}
			Logger(&b, "info", c.format, width).Info("hello", "rows", 3)
			if got := strings.HasPrefix(b.String(), "{"); got != c.json {
				t.Errorf("JSON: got %t, want %t: %s", got, c.json, b.String())
			}
		})
	}
}

func TestLoggerLevels(t *testing.T) {
	t.Parallel()
	for level, want := range map[string]int{"debug": 4, "info": 3, "warn": 2, "error": 1, "loud": 3, "": 3} {
		t.Run(cmp.Or(level, "not set"), func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			log := Logger(&b, level, "text", 0)
			log.Debug("a")
			log.Info("a")
			log.Warn("a")
			log.Error("a")
			if got := strings.Count(b.String(), "\n"); got != want {
				t.Errorf("lines: got %d, want %d", got, want)
			}
		})
	}
}
