package console

import (
	"os"
	"strings"
	"testing"
)

func TestLoggerFormats(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		format   string
		terminal bool
		json     bool
	}{{"auto", true, false}, {"auto", false, true}, {"", false, true}, {"text", false, false}, {"json", true, true}} {
		var b strings.Builder
		Logger(&b, "info", test.format, test.terminal).Info("hello", "rows", 3)
		if got := strings.HasPrefix(b.String(), "{"); got != test.json {
			t.Errorf("%+v: %s", test, b.String())
		}
	}
}

func TestLoggerLevels(t *testing.T) {
	t.Parallel()
	for level, want := range map[string]int{"debug": 4, "info": 3, "warn": 2, "error": 1, "loud": 3, "": 3} {
		var b strings.Builder
		log := Logger(&b, level, "text", false)
		log.Debug("a")
		log.Info("a")
		log.Warn("a")
		log.Error("a")
		if got := strings.Count(b.String(), "\n"); got != want {
			t.Errorf("level %q prints %d lines, want %d", level, got, want)
		}
	}
}

func TestAFileIsNoTerminal(t *testing.T) {
	t.Parallel()
	f, err := os.Create(t.TempDir() + "/f")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if Terminal(f) || Width(f) != 0 {
		t.Error("a file passes for a terminal")
	}
}
