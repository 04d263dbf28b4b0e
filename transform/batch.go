package transform

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/schema"
)

// Batch gathers the rows of many records, a builder a table. Records may be
// read in turns, page by page; a batch is used by one goroutine at a time.
type Batch struct {
	plan     *plan
	pages    map[schema.PageKind]*node
	builders [tableCount]*array.RecordBuilder
	rows     [tableCount]int
	bytes    int
	reader   reader
}

// NewBatch makes an empty batch of the five tables.
func NewBatch() *Batch {
	tables := schema.CallRecords.Tables
	b := &Batch{plan: compile(tables)}
	for i, t := range tables {
		b.builders[i] = array.NewRecordBuilder(memory.DefaultAllocator, t.Arrow())
	}
	b.pages = map[schema.PageKind]*node{
		schema.PageRecord:       b.plan.roots[record],
		schema.PageSessions:     {props: map[string]*node{"value": arrayOf(session)}, lax: true, cell: -1, endpoint: -1},
		schema.PageParticipants: {props: map[string]*node{"value": arrayOf(participant), "participants_v2": arrayOf(participant)}, lax: true, cell: -1, endpoint: -1},
	}
	b.reader = reader{plan: b.plan, batch: b}
	for l := range levelCount {
		b.reader.scratch[l] = &scratch{}
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
	for i, t := range schema.CallRecords.Tables {
		if b.rows[i] > 0 {
			taken = append(taken, schema.Rows{Table: t, Record: build(b.builders[i])})
		}
	}
	b.rows, b.bytes = [tableCount]int{}, 0
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
