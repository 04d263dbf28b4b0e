package transform

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"callrecords/schema"
)

// Record is one record being read into a batch.
type Record struct {
	batch *Batch
	owner schema.Owner
	own   scratch
	pages int
	count [tableCount]uint32
}

// Record begins a record. Its rows carry the owner's load id: a record that is
// given up needs no undoing, since a load without commit is never seen.
func (b *Batch) Record(o schema.Owner) *Record {
	r := &Record{batch: b, owner: o}
	r.own.open(b.plan, record, 0, b.rows)
	m, cells := b.plan.marks[record], r.own.cells
	cells[m.tenant].setText([]byte(o.TenantID))
	cells[m.load].setInt(int64(o.LoadID))
	cells[m.exportedAt].setInt(o.ExportedAt.UnixMilli())
	return r
}

// Page reads the next page. The first one is the record itself. An error is a
// [*Malformed]; after one the record must be given up.
func (r *Record) Page(p schema.Page) error {
	b := r.batch
	r.own.start, r.own.seen = b.rows, [levelCount]bool{}
	b.reader.scratch[record] = &r.own
	b.reader.reset(p.Body)
	err := r.read(p)
	if err == nil {
		err = r.check(p.Kind)
	}
	b.reader.append(record) // to the child rows of the page
	for t := range r.count {
		r.count[t] += uint32(b.rows[t] - r.own.start[t])
	}
	b.bytes += len(p.Body)
	r.pages++
	if err != nil {
		path, offset := b.reader.where()
		return &Malformed{RecordID: r.owner.RecordID, Page: r.pages - 1, Path: path, Offset: offset, Err: err}
	}
	return nil
}

// read walks a page along the trie of its kind.
func (r *Record) read(p schema.Page) error {
	root := r.batch.pages[p.Kind]
	switch {
	case root == nil:
		return fmt.Errorf("page of unknown kind %q", p.Kind)
	case (r.pages == 0) != (p.Kind == schema.PageRecord):
		return fmt.Errorf("page of kind %s out of order", p.Kind)
	}
	return r.batch.reader.page(root)
}

// check holds a page against what it must have.
func (r *Record) check(kind schema.PageKind) error {
	switch kind {
	case schema.PageSessions:
		if !r.own.seen[session] {
			return errors.New("page of sessions without a value array")
		}
	case schema.PageParticipants:
		if !r.own.seen[participant] {
			return errors.New("page of participants without them")
		}
	case schema.PageRecord:
		return r.checkKeys()
	}
	return nil
}

// checkKeys holds the record against what every row needs of it.
func (r *Record) checkKeys() error {
	m, cells := r.batch.plan.marks[record], r.own.cells
	id := string(cells[m.id].s)
	switch {
	case id == "":
		return errors.New("record without an id")
	case r.owner.RecordID != "" && !strings.EqualFold(id, r.owner.RecordID):
		return fmt.Errorf("record has the id %s", brief(cells[m.id].s))
	case !cells[m.version].ok:
		return errors.New("record without a version")
	case !cells[m.start].ok:
		return errors.New("record without a startDateTime")
	case r.owner.RecordID != "":
		cells[m.id].setText([]byte(r.owner.RecordID)) // as listed: letter case is not to make two of one
	}
	return nil
}

// Close ends the record with its row in the records table, and returns what
// its load declares.
func (r *Record) Close() schema.Load {
	b, m := r.batch, r.batch.plan.marks[record]
	for t := participants; t < tableCount; t++ {
		r.own.cells[m.counted[t]].setInt(int64(r.count[t]))
	}
	r.own.start = b.rows
	b.rows[records]++
	b.reader.scratch[record] = &r.own
	b.reader.append(record)
	return r.load()
}

// counts are the rows of the record, by table.
func (r *Record) counts() schema.Counts {
	counts := schema.Counts{schema.Records.Name: 1}
	for t, table := range schema.CallRecords.Tables[1:] {
		counts[table.Name] = uint64(r.count[t+1])
	}
	return counts
}

// load is what has been read, as the commit will say it.
func (r *Record) load() schema.Load {
	m, cells := r.batch.plan.marks[record], r.own.cells
	return schema.Load{
		TenantID: r.owner.TenantID,
		RecordID: string(cells[m.id].s),
		Version:  uint64(cells[m.version].n),
		LoadID:   r.owner.LoadID,
		Start:    time.Unix(0, cells[m.start].n).UTC(),
		Family:   r.owner.Family,
		Counts:   r.counts(),
	}
}
