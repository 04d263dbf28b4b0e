package commit

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

// ErrBehindLine means that rows are of a load behind the settle line, where they
// would be seen before their commit.
var ErrBehindLine = errors.New("load is behind the settle line")

// Insert appends a batch to the data tables and releases it. The rows are not
// seen before their loads are committed.
func (c *Committer) Insert(ctx context.Context, batch []schema.Rows) error {
	failed := c.inFrontOfLine(ctx, batch)
	for _, rows := range batch {
		if failed == nil {
			failed = c.insert(ctx, rows)
		}
		rows.Record.Release()
	}
	return failed
}

// insert appends the rows of one table: one block, unless they are of more months
// than one may have.
func (c *Committer) insert(ctx context.Context, rows schema.Rows) error {
	for block := range blocksOf(rows, engine.MaxPartitions) {
		err := c.db.Insert(ctx, ddl.Storage(rows.Table), block)
		block.Release()
		if err != nil {
			return err
		}
	}
	return nil
}

// inFrontOfLine makes sure that rows are of loads in front of the settle line.
// Load ids grow with the clock and the line is weeks behind it, so that only a
// wrong clock makes others.
func (c *Committer) inFrontOfLine(ctx context.Context, batch []schema.Rows) error {
	line, err := c.SettleLine(ctx, time.Now())
	if err != nil {
		return err
	}
	for _, rows := range batch {
		if id := oldestLoad(rows.Record); id < line.Line {
			return fmt.Errorf(
				"%w: begun at %s by the clock of this machine, and loads before %s are settled: "+
					"set the clock; if it is right, see docs/settle.md",
				ErrBehindLine,
				db.LoadTime(id).Format(time.RFC3339),
				line.Before().Format(time.RFC3339),
			)
		}
	}
	return nil
}

// oldestLoad is the smallest load id of rows.
func oldestLoad(rows arrow.Record) uint64 {
	for i, field := range rows.Schema().Fields() {
		if ids, ok := rows.Column(i).(*array.Uint64); ok && field.Name == schema.LoadID.Name &&
			ids.Len() > 0 {
			return slices.Min(ids.Uint64Values())
		}
	}
	return math.MaxUint64
}
