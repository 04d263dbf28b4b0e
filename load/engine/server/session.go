package server

import (
	"context"
	"fmt"
	"io"
	"maps"

	"github.com/ClickHouse/clickhouse-go/v2"

	"callrecords/load/engine"
)

// Sessions is a server whose statements can have settings and parameters of their own. It
// implements [engine.SessionEngine] over HTTP, where a request is a session.
type Sessions struct {
	*Engine
	Database string // that the engine was opened with
}

var _ engine.SessionEngine = Sessions{}

// QueryIn implements [engine.SessionEngine]. The database is that of the connection.
func (s Sessions) QueryIn(
	ctx context.Context, sql, format string, in engine.QuerySession,
) (io.ReadCloser, error) {
	if in.Database != "" && in.Database != s.Database {
		return nil, fmt.Errorf("server %s: names are looked up in %s, not in %s", s.host, s.Database, in.Database)
	}
	settings := reading(ctx, s.version)
	for name, value := range in.Settings {
		settings[name] = value
	}
	if in.ReadOnly {
		settings["readonly"] = 1
	}
	ctx = clickhouse.Context(ctx, clickhouse.WithSettings(settings),
		clickhouse.WithParameters(maps.Clone(in.Parameters)))
	r, err := s.conn.QueryFormat(ctx, format, sql)
	if err != nil {
		return nil, s.outcome(err)
	}
	return &result{r, s.Engine}, nil
}
