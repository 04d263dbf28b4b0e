package embedded

import (
	"testing"
	"time"
)

func TestHeldErrorSaysWhatItKnows(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		err  HeldError
		want string
	}{
		"all": {
			HeldError{Path: "/s", PID: 1234, Command: "exporter run", Since: since},
			"store /s is held by process 1234 (exporter run, since 2026-11-21T10:00:00Z); wait for it or stop it",
		},
		"process only": {
			HeldError{Path: "/s", PID: 1234}, "store /s is held by process 1234; wait for it or stop it",
		},
		"nothing": {HeldError{Path: "/s"}, "store /s is held by another process; wait for it or stop it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.err.Error(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
