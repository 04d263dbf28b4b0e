package transform

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/schema"
)

// Batch gathers the rows of many records, with a builder per table. Records may
// be read in turns, page by page; a batch is used by one goroutine at a time.
type Batch struct {
	plan     *plan
	builders []*array.RecordBuilder // by table
	rows     []int                  // by table, void ones among them
	voided   [][]span               // by table
	bytes    int
	reader   reader
}

// NewBatch makes an empty batch of the tables of a family.
func NewBatch(family schema.Family) *Batch {
	p := compile(family)
	b := &Batch{plan: p, rows: make([]int, len(p.tables)), voided: make([][]span, len(p.tables))}
	for _, t := range p.tables {
		b.builders = append(b.builders, array.NewRecordBuilder(memory.DefaultAllocator, t.Arrow()))
	}
	b.reader = reader{
		plan:    p,
		batch:   b,
		scratch: make([]*scratch, len(p.levels)),
		others:  map[otherName]*uint64{},
	}
	for l := range p.levels {
		b.reader.scratch[l] = newScratch(p, level(l))
	}
	return b
}

// Size is what the batch holds: rows over all tables, and bytes of JSON read.
func (b *Batch) Size() (rows, bytes int) {
	for _, n := range b.rows {
		rows += n
	}
	return rows, b.bytes
}

// Take hands out the rows gathered so far, parents first and tables without
// rows left out, and empties the batch. Records that are still being read go on.
func (b *Batch) Take() []schema.Rows {
	var taken []schema.Rows
	for i, t := range b.plan.tables {
		if b.rows[i] == 0 {
			continue
		}
		for _, record := range without(build(b.builders[i]), b.voided[i]) {
			taken = append(taken, schema.Rows{Table: t, Record: record})
		}
	}
	clear(b.rows)
	clear(b.voided)
	b.bytes = 0
	return taken
}

// build makes a record of the rows in a builder. The values of its
// dictionaries leave with it: a builder would otherwise keep them for good and
// send them all again with every batch.
func build(b *array.RecordBuilder) arrow.Record {
	record := b.NewRecord()
	for _, field := range b.Fields() {
		if d, ok := field.(*array.BinaryDictionaryBuilder); ok {
			d.ResetFull()
		}
	}
	return record
}
