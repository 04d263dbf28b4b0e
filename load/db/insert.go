package db

import (
	"context"
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"

	"callrecords/load/engine"
	"callrecords/schema"
)

// ErrRowCount means that the engine wrote fewer rows than it was given. A
// stream that is cut between batches looks like a short one, so every insert is
// counted.
var ErrRowCount = errors.New("engine wrote fewer rows than it was given")

// Insert inserts one block into one table and counts what was written.
func (d *DB) Insert(ctx context.Context, table Table, rows arrow.Record) error {
	written, err := d.engine.Insert(ctx, engine.Block{
		Database: d.store, Table: table.Name, Types: schema.Types(table.Columns), Rows: rows,
	})
	// More than was given are the rows of views that someone hung on the table.
	if err == nil && written < rows.NumRows() {
		err = fmt.Errorf("%w: %d of %d", ErrRowCount, written, rows.NumRows())
	}
	if err != nil {
		return fmt.Errorf("insert %d rows into %s: %w", rows.NumRows(), table.Name, err)
	}
	return nil
}

// Write inserts rows of a control table, in one block.
func (d *DB) Write(ctx context.Context, table Table, rows []Row) error {
	if len(rows) == 0 {
		return nil
	}
	block, err := recordOf(table, rows)
	if err != nil {
		return err
	}
	defer block.Release()
	return d.Insert(ctx, table, block)
}
