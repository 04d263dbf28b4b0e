package load

import (
	"context"
	"io"
)

// Session is the surroundings of one statement: a connection of its own, that
// is gone with it. The zero value is the engine's own.
type Session struct {
	Database   string            // where names without a database are looked up; default: the engine's own
	Settings   map[string]string // by name, values as text
	Parameters map[string]string // for {name:Type} in the statement, escaped as in TSV

	// ReadOnly is ClickHouse's readonly = 1, set last. By itself it is no wall:
	// in 26.5, SETTINGS readonly = 0 inside a subquery lifts it, and scalar
	// functions such as file() read the disk in spite of it.
	ReadOnly bool
}

// Asker is an engine that runs a statement in a session of its own.
type Asker interface {
	Engine

	// Ask is Query in a session. A setting that the engine does not know is an
	// [*Exception].
	Ask(ctx context.Context, sql, format string, s Session) (io.ReadCloser, error)
}
