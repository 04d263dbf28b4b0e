package engine

import (
	"context"
	"io"
)

// QuerySession is what one statement runs in: a connection of its own, which is
// closed after it. The zero value changes nothing of the engine's defaults.
type QuerySession struct {
	Database   string            // where names without a database are looked up; default: the engine's own
	Settings   map[string]string // by name, values as text
	Parameters map[string]string // for {name:Type} in the statement, escaped as in TSV

	// ReadOnly is ClickHouse's readonly = 1, set last. It does not protect by
	// itself: in 26.5, SETTINGS readonly = 0 inside a subquery lifts it, and scalar
	// functions such as file() read the disk in spite of it.
	ReadOnly bool
}

// SessionEngine is an engine that runs a statement in a session of its own.
type SessionEngine interface {
	Engine

	// QueryIn is Query in a session. A setting that the engine does not know is an
	// [*Exception].
	QueryIn(ctx context.Context, sql, format string, s QuerySession) (io.ReadCloser, error)
}
