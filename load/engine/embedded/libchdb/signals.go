package libchdb

import (
	"fmt"

	"github.com/ebitengine/purego"
	"golang.org/x/sys/unix"
)

// fatal are the signals that Go's runtime makes a panic or a trace of.
var fatal = []unix.Signal{
	unix.SIGILL, unix.SIGTRAP, unix.SIGABRT, unix.SIGBUS, unix.SIGFPE, unix.SIGSEGV, unix.SIGSYS,
}

// action is room for C's struct sigaction, whose layout differs by system and
// is of no interest here: 152 bytes on Linux with glibc, 16 on macOS.
type action [256]byte

// handlers are what Go's runtime does on the fatal signals. chDB 26.5.3 sets
// them to the system's default in chdb_set_signal_handlers_enabled(0) and in
// every chdb_connect. Left so, a nil pointer in Go ends the process without a
// trace, past every recover. For the length of a connect (1 ms) it still does.
type handlers struct {
	sigaction func(signal int32, set, old *action) int32
	kept      []action
}

// keepHandlers reads the handlers, before chDB is asked for anything.
func keepHandlers() (*handlers, error) {
	address, err := purego.Dlsym(purego.RTLD_DEFAULT, "sigaction")
	if err != nil {
		return nil, fmt.Errorf("signal handlers: %w", err)
	}
	h := &handlers{kept: make([]action, len(fatal))}
	purego.RegisterFunc(&h.sigaction, address)
	for i, s := range fatal {
		if h.sigaction(int32(s), nil, &h.kept[i]) != 0 {
			return nil, fmt.Errorf("signal handlers: %s cannot be read", unix.SignalName(s))
		}
	}
	return h, nil
}

// giveBack sets the handlers that were kept.
func (h *handlers) giveBack() {
	for i, s := range fatal {
		h.sigaction(int32(s), &h.kept[i], nil) // it fails for a wrong number only, and these were read
	}
}
