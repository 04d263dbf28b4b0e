package query

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
	"callrecords/load/engine/server"
)

// queryFunc is [engine.Engine.Query].
type queryFunc func(ctx context.Context, sql, format string) (io.ReadCloser, error)

// ReadsOnly refuses a statement that does not begin as one that reads.
func ReadsOnly(sql string) error {
	word, ok := engine.Reads(sql)
	switch {
	case ok:
		return nil
	case word == "":
		return errors.New("the statement is empty")
	}
	return fmt.Errorf("query only reads, and nothing was done: %s does not begin a statement that only reads; "+
		"exporter query --write runs it all the same", word)
}

// readingQuery asks with the engine's own readonly setting: 2, which lets the
// statement change settings for itself, but for this one (ClickHouse, Permissions
// for queries).
func readingQuery(store engine.Engine, database string) queryFunc {
	return func(ctx context.Context, sql, format string) (io.ReadCloser, error) {
		var rows io.ReadCloser
		var err error
		if sessions, ok := store.(engine.SessionEngine); ok {
			rows, err = sessions.QueryIn(ctx, sql, format, engine.QuerySession{
				Database: database, Settings: map[string]string{"readonly": "2"},
			})
		} else {
			rows, err = store.Query(server.ReadOnly(ctx), sql, format)
		}
		if engine.IsCode(err, proto.ErrReadonly) {
			return nil, fmt.Errorf(
				"it only reads, and nothing was done; exporter query --write runs it: %w",
				err,
			)
		}
		return rows, err
	}
}
