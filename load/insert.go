package load

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// ErrRowCount means that the engine wrote fewer rows than it was given. A
// stream that is cut between batches looks like a short one, so every insert is
// counted.
var ErrRowCount = errors.New("engine wrote fewer rows than it was given")

// ErrBehindLine means that rows are of a load behind the settle line, where they
// would be seen before their commit.
var ErrBehindLine = errors.New("load is behind the settle line")

// Insert appends a batch to the data tables and releases it. The rows are not
// seen before their loads are committed.
func (w *Warehouse) Insert(ctx context.Context, batch []schema.Rows) error {
	failed := w.ahead(ctx, batch)
	for _, rows := range batch {
		if failed == nil {
			failed = w.append(ctx, ddl.Storage(rows.Table), rows.Record)
		}
		rows.Record.Release()
	}
	return failed
}

// append inserts one block into one table and counts what was written.
func (w *Warehouse) append(ctx context.Context, table db.Table, rows arrow.Record) error {
	written, err := w.engine.Insert(ctx, engine.Block{
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
func (w *Warehouse) write(ctx context.Context, table db.Table, rows []entry) error {
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

// ahead makes sure that rows are of loads in front of the settle line. Load ids
// grow with the clock and the line is weeks behind it, so that only a wrong
// clock makes others.
func (w *Warehouse) ahead(ctx context.Context, batch []schema.Rows) error {
	type row struct{ Line uint64 }
	lines, err := query[row](ctx, w, "SELECT "+w.line()+" AS Line")
	if err != nil {
		return fmt.Errorf("read the settle line: %w", err)
	}
	for _, rows := range batch {
		if id := oldestLoad(rows.Record); id < lines[0].Line {
			return fmt.Errorf("%w: begun at %s by the clock of this machine, and loads before %s are settled: "+
				"set the clock; if it is right, see docs/settle.md", ErrBehindLine,
				LoadTime(id).Format(time.RFC3339), LoadTime(lines[0].Line).Format(time.RFC3339))
		}
	}
	return nil
}

// oldestLoad is the smallest load id of rows.
func oldestLoad(rows arrow.Record) uint64 {
	for i, field := range rows.Schema().Fields() {
		if ids, ok := rows.Column(i).(*array.Uint64); ok && field.Name == schema.LoadID.Name && ids.Len() > 0 {
			return slices.Min(ids.Uint64Values())
		}
	}
	return math.MaxUint64
}
