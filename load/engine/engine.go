package engine

import (
	"context"
	"fmt"
	"io"

	"github.com/ClickHouse/ch-go/proto"
)

// Engine is a ClickHouse, served or embedded. It has two implementations
// (packages embedded and server below this one) and one conformance suite.
//
// All methods may be called from several goroutines. A call takes one statement;
// no method accepts a script. An error of the engine itself is an
// [*Exception]; any other error means that the outcome is unknown, and the
// caller starts over with a new load id.
type Engine interface {
	// Exec runs one statement and discards its result.
	Exec(ctx context.Context, sql string) error

	// Query runs one statement that returns rows, encoded in a ClickHouse
	// output format ("JSONEachRow", "TSV", "ArrowStream", …). The caller
	// closes the reader.
	Query(ctx context.Context, sql, format string) (io.ReadCloser, error)

	// Insert appends one block to a table and returns the number of rows that
	// the engine says it wrote; fewer than the block's are an [ErrRowCount]. It
	// never uses asynchronous inserts.
	Insert(ctx context.Context, block Block) (written int64, err error)

	// Close releases the engine. It may be called twice.
	Close() error
}

// Exception is an error that the engine itself reported, with its code
// (ClickHouse, src/Common/ErrorCodes.cpp). A code without a name in package
// proto is kept as a number.
type Exception struct {
	Code    proto.Error // e.g. proto.ErrUnknownTable
	Message string      // the engine's text, first line
}

// Error is the engine's text and, where it is known, what to do about it.
func (e *Exception) Error() string {
	text := fmt.Sprintf("engine code %d: %s", e.Code, e.Message)
	if todo := remedies[e.Code]; todo != "" {
		text += "; " + todo
	}
	return text
}
