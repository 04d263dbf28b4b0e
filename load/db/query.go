package db

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// Query runs a SELECT, made of a template as [Placement.SQL] has it, and decodes
// each row by its column names.
func Query[T any](ctx context.Context, d *DB, template string, args Args) (rows []T, err error) {
	body, err := d.engine.Query(ctx, d.SQL(template, args), "JSONEachRow")
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

// QueryRow is [Query] for a SELECT that has one row.
func QueryRow[T any](ctx context.Context, d *DB, template string, args Args) (row T, err error) {
	rows, err := Query[T](ctx, d, template, args)
	if err == nil && len(rows) != 1 {
		err = fmt.Errorf("%d rows, want one", len(rows))
	}
	if err != nil {
		return row, err
	}
	return rows[0], nil
}

// Stream runs a SELECT and hands out its result in a format of ClickHouse. The
// caller closes the reader.
func (d *DB) Stream(ctx context.Context, format, template string, args Args) (io.ReadCloser, error) {
	return d.engine.Query(ctx, d.SQL(template, args), format)
}

// Text runs a statement and returns its result as text: the column names, then
// the rows. It is for results that a person reads.
func (d *DB) Text(ctx context.Context, template string, args Args) (rows [][]string, err error) {
	body, err := d.Stream(ctx, "CSVWithNames", template, args)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	return csv.NewReader(body).ReadAll()
}

// Time is an instant of a result: a DateTime64 in UTC of any precision. NULL is
// the zero time.
type Time struct{ time.Time }

// UnmarshalJSON reads what the engine prints of a DateTime64.
func (t *Time) UnmarshalJSON(text []byte) (err error) {
	if string(text) == "null" {
		t.Time = time.Time{}
		return nil
	}
	t.Time, err = time.Parse(`"2006-01-02 15:04:05.999999999"`, string(text))
	return err
}
