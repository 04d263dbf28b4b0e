package engine

import (
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"
)

// Block is one insert: an Arrow record and where it goes.
type Block struct {
	Database string       // database name, unquoted
	Table    string       // table name, unquoted
	Types    []string     // ClickHouse type of each column, in the order of Rows' fields
	Rows     arrow.Record // fields are named like the table's columns
}

// MaxPartitions is how many partitions one block may have rows of (ClickHouse,
// max_partitions_per_insert_block). Each becomes a part of its own.
const MaxPartitions = 1000

// Validate refuses a block that cannot be described to an engine.
func (b Block) Validate() error {
	if b.Rows == nil {
		return errors.New("no rows given")
	}
	if n := int(b.Rows.NumCols()); n != len(b.Types) || n == 0 {
		return fmt.Errorf("%d types for %d columns", len(b.Types), n)
	}
	return nil
}

// ErrRowCount means that the engine wrote fewer rows than it was given: part of
// the block is in, or none of it.
var ErrRowCount = errors.New("engine wrote fewer rows than it was given")

// CheckWritten compares the rows that an engine says it wrote with those of the
// block; too few are an [ErrRowCount]. Every insert is counted, because a stream
// that is cut between two batches looks like a short one. More rows are no error:
// an engine also counts those that a materialized view on the table wrote.
func (b Block) CheckWritten(written int64) error {
	if sent := b.Rows.NumRows(); written < sent {
		return fmt.Errorf("%w: %d of %d", ErrRowCount, written, sent)
	}
	return nil
}
