package load

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// query runs a SELECT and decodes each row by its column names.
func query[T any](ctx context.Context, w *Warehouse, sql string) (rows []T, err error) {
	body, err := w.engine.Query(ctx, sql, "JSONEachRow")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	decoder := json.NewDecoder(body)
	for {
		var row T
		switch err := decoder.Decode(&row); {
		case errors.Is(err, io.EOF):
			return rows, nil
		case err != nil:
			return nil, fmt.Errorf("row %d: %w", len(rows), err)
		}
		rows = append(rows, row)
	}
}

// Query runs a statement of the user's against the warehouse, in a ClickHouse
// output format. The caller closes the reader.
func (w *Warehouse) Query(ctx context.Context, sql, format string) (io.ReadCloser, error) {
	return w.engine.Query(ctx, sql, format)
}

// Table runs a statement and returns its result as text: the column names,
// then the rows. It is for results that a person reads.
func (w *Warehouse) Table(ctx context.Context, sql string) (rows [][]string, err error) {
	body, err := w.engine.Query(ctx, sql, "CSVWithNames")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	return csv.NewReader(body).ReadAll()
}
