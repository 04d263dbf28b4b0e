package server

import (
	"context"
	"io"
)

// Exec runs one statement and discards its result. When ctx ends, so does the
// request; what the server does with the statement then is unknown.
func (e *Engine) Exec(ctx context.Context, sql string) error {
	return e.outcome(e.conn.Exec(with(ctx, execution()), sql))
}

// Query runs one statement and streams its rows in the given output format.
// An error of the server before the first row is Query's, a later one Read's:
// a result that broke off never looks whole. A FORMAT clause in the statement
// is refused. ctx bounds the reading, too.
func (e *Engine) Query(ctx context.Context, sql, format string) (io.ReadCloser, error) {
	r, err := e.conn.QueryFormat(with(ctx, reading(ctx, e.version)), format, sql)
	if err != nil {
		return nil, e.outcome(err)
	}
	return &result{r, e}, nil
}

// result is a stream of rows whose errors are the engine's.
type result struct {
	io.ReadCloser
	engine *Engine
}

// Read implements [io.Reader].
func (r *result) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if err == io.EOF {
		return n, io.EOF
	}
	return n, r.engine.outcome(err)
}
