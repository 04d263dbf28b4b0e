package metrics

import (
	"context"
	"errors"
	"io"

	"callrecords/load/engine"
)

// The labels of engine errors.
var (
	operations = []string{"exec", "query", "insert"}
	kinds      = []string{"exception", "unknown"}
)

// Engine is an engine whose errors are counted. What breaks off in the middle of a
// result is not seen here: the run that read it says so.
func (m *Metrics) Engine(e engine.Engine) engine.Engine { return countedEngine{e, m} }

// countedEngine counts the errors of an engine.
type countedEngine struct {
	engine.Engine
	metrics *Metrics
}

// Exec implements [engine.Engine].
func (e countedEngine) Exec(ctx context.Context, sql string) error {
	err := e.Engine.Exec(ctx, sql)
	e.count(ctx, "exec", err)
	return err
}

// Query implements [engine.Engine].
func (e countedEngine) Query(ctx context.Context, sql, format string) (io.ReadCloser, error) {
	rows, err := e.Engine.Query(ctx, sql, format)
	e.count(ctx, "query", err)
	return rows, err
}

// Insert implements [engine.Engine].
func (e countedEngine) Insert(ctx context.Context, block engine.Block) (int64, error) {
	written, err := e.Engine.Insert(ctx, block)
	e.count(ctx, "insert", err)
	return written, err
}

// count counts an error, unless it is only that the caller has stopped.
func (e countedEngine) count(ctx context.Context, operation string, err error) {
	if err == nil || ctx.Err() != nil {
		return
	}
	kind := "unknown"
	if _, ok := errors.AsType[*engine.Exception](err); ok {
		kind = "exception"
	}
	e.metrics.engine.WithLabelValues(operation, kind).Inc()
}
