package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
	"callrecords/load/engine/server"
)

// queryFunc is [engine.Engine.Query].
type queryFunc func(ctx context.Context, sql, format string) (io.ReadCloser, error)

// readWords are the words with which statements begin that read. The engine's readonly
// setting holds what comes behind them, such as WITH … INSERT; but it lets SYSTEM and
// KILL through, which are therefore not among them.
var readWords = []string{"SELECT", "WITH", "FROM", "(", "SHOW", "DESCRIBE", "DESC", "EXISTS", "EXPLAIN", "CHECK"}

// readsOnly refuses a statement that does not begin as one that reads.
func readsOnly(sql string) error {
	for sql = strings.TrimSpace(sql); sql != ""; {
		n, kind := engine.Token(sql)
		if kind == engine.TokenBlank {
			sql = sql[n:]
			continue
		}
		word := strings.ToUpper(sql[:n])
		if slices.Contains(readWords, word) {
			return nil
		}
		return usage(fmt.Errorf("query only reads, and nothing was done: %s writes; "+
			"exporter query --write runs it", word))
	}
	return usage(errors.New("the statement is empty"))
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
			return nil, fmt.Errorf("it only reads, and nothing was done; exporter query --write runs it: %w", err)
		}
		return rows, err
	}
}
