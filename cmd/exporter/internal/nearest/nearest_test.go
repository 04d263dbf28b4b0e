package nearest

import (
	"strings"
	"testing"
)

func TestNearestIsWhatWasMeant(t *testing.T) {
	t.Parallel()
	names := []string{"lookback", "log", "concurrency"}
	for name, c := range map[string]struct {
		text string
		most int
		want string
	}{
		"one letter":            {"lokback", 3, "lookback"},
		"the name itself":       {"log", 1, "log"},
		"too far":               {"schedule", 2, ""},
		"the first of two":      {"lo", 8, "log"},
		"a text without bounds": {strings.Repeat("lookback", 20), 20, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Of(names, c.most, func(known string) int { return Distance(c.text, known) })
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
