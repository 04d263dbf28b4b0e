package engine_test

import (
	"errors"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/load/engine"
)

// blockOf is a block of so many rows with one column.
func blockOf(t *testing.T, rows int) engine.Block {
	t.Helper()
	column := array.NewUint64Builder(memory.DefaultAllocator)
	defer column.Release()
	column.AppendValues(make([]uint64, rows), nil)
	fields := arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Uint64}}, nil)
	record := array.NewRecord(fields, []arrow.Array{column.NewArray()}, int64(rows))
	t.Cleanup(record.Release)
	return engine.Block{Database: "d", Table: "t", Types: []string{"UInt64"}, Rows: record}
}

func TestValidateRefusesWhatCannotBeDescribed(t *testing.T) {
	t.Parallel()
	good := blockOf(t, 1)
	empty := array.NewRecord(arrow.NewSchema(nil, nil), nil, 0)
	for name, c := range map[string]struct {
		block engine.Block
		want  string // the error; "" for none
	}{
		"good":    {good, ""},
		"no rows": {engine.Block{Types: good.Types}, "no rows given"},
		"type too many": {
			engine.Block{Types: []string{"UInt64", "String"}, Rows: good.Rows}, "2 types for 1 columns",
		},
		"type too few": {engine.Block{Rows: good.Rows}, "0 types for 1 columns"},
		"no columns":   {engine.Block{Rows: empty}, "0 types for 0 columns"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if err := c.block.Validate(); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestCheckWrittenCountsRows(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		written int64
		want    error
	}{
		"none":     {0, engine.ErrRowCount},
		"too few":  {2, engine.ErrRowCount},
		"all":      {3, nil},
		"of views": {6, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := blockOf(t, 3).CheckWritten(c.written); !errors.Is(got, c.want) {
				t.Errorf("CheckWritten(%d) = %v, want %v", c.written, got, c.want)
			}
		})
	}
}
