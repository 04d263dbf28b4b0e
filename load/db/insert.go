package db

import (
	"context"
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"

	"callrecords/load/engine"
	"callrecords/schema"
)

// Insert inserts one block into one table. Too few rows written are an
// [engine.ErrRowCount].
func (d *DB) Insert(ctx context.Context, table Table, rows arrow.Record) error {
	block := engine.Block{
		Database: d.store,
		Table:    table.Name,
		Types:    schema.Types(table.Columns),
		Rows:     rows,
	}
	written, err := d.engine.Insert(ctx, block)
	if err == nil { // once more, whatever stands between us and the engine
		err = block.CheckWritten(written)
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
