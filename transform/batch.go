package transform

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"callrecords/schema"
)

// Batch gathers the rows of many records, with columns per table. Records may
// be read in turns, page by page; a batch is used by one goroutine at a time.
type Batch struct {
	plan    *plan
	schemas []*arrow.Schema // by table
	rows    []int           // by table, void ones among them
	voided  [][]span        // by table
	bytes   int
	reader  reader
	fresh   []Record   // to begin
	spare   []*scratch // of records that were closed, for others
	next    []uint32   // the record's positions before the page that is read
}

// NewBatch makes an empty batch of the tables of a family.
func NewBatch(family schema.Family) *Batch {
	p := compile(family)
	b := &Batch{plan: p, rows: make([]int, len(p.tables)), voided: make([][]span, len(p.tables))}
	for _, t := range p.tables {
		b.schemas = append(b.schemas, t.Arrow())
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

// scratch is one for a record.
func (b *Batch) scratch() *scratch {
	last := len(b.spare) - 1
	if last < 0 {
		return newScratch(b.plan, root)
	}
	s := b.spare[last]
	b.spare = b.spare[:last]
	clear(s.count)
	return s
}

// Size is what the batch holds: rows over all tables, and bytes of JSON read, or of what they
// became where that is more.
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
		for _, record := range without(b.build(i), b.voided[i]) {
			taken = append(taken, schema.Rows{Table: t, Record: record})
		}
	}
	clear(b.rows)
	clear(b.voided)
	b.bytes = 0
	return taken
}

// build makes a record of the rows of a table, and empties its columns.
func (b *Batch) build(table int) arrow.Record {
	arrays := make([]arrow.Array, len(b.plan.columns[table]))
	for i, c := range b.plan.columns[table] {
		data := c.take(b.rows[table])
		arrays[i] = array.MakeFromData(data)
		data.Release()
	}
	record := array.NewRecord(b.schemas[table], arrays, int64(b.rows[table]))
	for _, a := range arrays {
		a.Release()
	}
	return record
}
