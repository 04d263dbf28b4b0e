package embedded

import (
	"errors"
	"fmt"
	"time"
)

// ErrClosed is returned by every method of an [Engine] after its Close.
var ErrClosed = errors.New("embedded engine is closed")

// HeldError means that another process has the store open. chDB allows one.
type HeldError struct {
	Path    string    // the store
	PID     int       // 0 when unknown
	Command string    // program and subcommand, e.g. "exporter run"; "" when unknown
	Since   time.Time // zero when unknown
	Reads   bool      // it said that it only reads, and lets go of the store soon
}

// Error says who holds the store and what to do.
func (e *HeldError) Error() string {
	return fmt.Sprintf("store %s is held by %s; wait for it or stop it", e.Path, e.Who())
}

// Who is the process that holds the store, as far as it is known.
func (e *HeldError) Who() string {
	who := "another process"
	if e.PID != 0 {
		who = fmt.Sprintf("process %d", e.PID)
	}
	if e.Command != "" {
		who += fmt.Sprintf(" (%s, since %s)", e.Command, e.Since.Format(time.RFC3339))
	}
	return who
}

// OtherPathError means that this process has a store open at another path.
// chDB knows one path per process.
type OtherPathError struct {
	Open, Asked string
}

// Error names both paths.
func (e *OtherPathError) Error() string {
	return fmt.Sprintf("store %s: this process has %s open, "+
		"and the embedded engine holds one store per process; close that one first",
		e.Asked, e.Open)
}
