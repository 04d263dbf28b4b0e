package load

import (
	"context"
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"

	"callrecords/schema"
)

// ErrRowCount means that the engine wrote fewer rows than it was given. A
// stream that is cut between batches looks like a short one, so every insert is
// counted.
var ErrRowCount = errors.New("engine wrote fewer rows than it was given")

// Insert appends a batch to the data tables and releases it. The rows are not
// seen before their loads are committed.
func (w *Warehouse) Insert(ctx context.Context, batch []schema.Rows) error {
	var failed error
	for _, rows := range batch {
		if failed == nil {
			failed = w.append(ctx, rows.Table.Storage(), rows.Record)
		}
		rows.Record.Release()
	}
	return failed
}

// append inserts one block into one table and counts what was written.
func (w *Warehouse) append(ctx context.Context, table schema.Stored, rows arrow.Record) error {
	written, err := w.engine.Insert(ctx, Block{
		Database: w.database, Table: table.Name, Types: schema.Types(table.Columns), Rows: rows,
	})
	if err == nil && written < rows.NumRows() { // more are those of views that someone hung on the table
		err = fmt.Errorf("%w: %d of %d", ErrRowCount, written, rows.NumRows())
	}
	if err != nil {
		return fmt.Errorf("insert %d rows into %s: %w", rows.NumRows(), table.Name, err)
	}
	return nil
}

// write inserts rows of one of the books.
func (w *Warehouse) write(ctx context.Context, table schema.Stored, rows []entry) error {
	if len(rows) == 0 {
		return nil
	}
	block, err := blockOf(table, rows)
	if err != nil {
		return err
	}
	defer block.Release()
	return w.append(ctx, table, block)
}
