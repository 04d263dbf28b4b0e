package schema

import (
	"fmt"
	"time"
)

// Window is a half-open span [From, To) of record starts, UTC.
type Window struct {
	From, To time.Time
}

// String is the window as it appears in logs.
func (w Window) String() string {
	return fmt.Sprintf("[%s, %s)", w.From.UTC().Format(time.RFC3339), w.To.UTC().Format(time.RFC3339))
}

// Contains says whether a start lies in the window.
func (w Window) Contains(start time.Time) bool {
	return !start.Before(w.From) && start.Before(w.To)
}
