package transform

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"callrecords/schema"
)

// Record is one record being read into a batch.
type Record struct {
	batch *Batch
	owner schema.Owner
	own   *scratch
	id    string // in its one spelling, once its first page was read
	pages int
	keys  keys // of its objects

	unread schema.Unread
	aside  schema.Aside
}

// Record begins a record. Its rows carry the owner's load id: a record that is
// given up needs no undoing, since a load without commit is never seen.
func (b *Batch) Record(o schema.Owner) *Record {
	if len(b.fresh) == 0 {
		b.fresh = make([]Record, 32) // at once: a small record has few other allocations
	}
	r := &b.fresh[0]
	b.fresh = b.fresh[1:]
	*r = Record{batch: b, owner: o, own: b.scratch()}
	if b.plan.keyed {
		r.keys = keys{}
	}
	r.begin()
	return r
}

// begin fills in what is known of the record before its first page.
func (r *Record) begin() {
	o, at := &r.owner, &r.batch.plan.cells
	r.own.open(0, r.batch.rows)
	r.own.cell(at.tenant).setString(o.TenantID)
	r.own.cell(at.load).setInt(int64(o.LoadID))
	r.own.cell(at.exportedAt).setInt(o.ExportedAt.UnixMilli())
	r.own.cell(at.listedID).setString(o.RecordID)
	r.own.cell(at.listedVersion).setInt(int64(o.Version))
	if r.own.cell(at.listedStart).setInt(0); !o.Start.IsZero() {
		r.own.cell(at.listedStart).setInt(o.Start.UnixNano())
	}
}

// Page reads the next page. The first one is the record itself. An error is a
// [*Malformed]; after one the record must be given up.
func (r *Record) Page(p schema.Page) error {
	b := r.batch
	b.next = append(b.next[:0], r.own.next...)
	b.bytes += len(p.Body)
	err := r.attempt(p)
	if err != nil {
		// What is wrong may be a member that does not count, or that there are
		// two of them.
		if last := lastOnly(p.Body); last != nil {
			r.undo()
			p.Body = last
			err = r.attempt(p)
		}
	}
	r.pages++
	if err != nil {
		path, offset := b.reader.where()
		return &Malformed{
			RecordID: r.owner.RecordID,
			Page:     r.pages - 1,
			Path:     path,
			Offset:   offset,
			Err:      err,
		}
	}
	for t := range r.own.count {
		r.own.count[t] += uint64(b.rows[t] - r.own.start[t])
	}
	if u := b.reader.unreads; u.Values > 0 {
		r.unread.Add(schema.Unread{Values: u.Values, First: fmt.Sprintf("page %d, %s", r.pages-1, u.First)})
	}
	for _, a := range b.reader.asides {
		r.aside.Note(fmt.Sprintf("page %d, %s", r.pages-1, a))
	}
	return nil
}

// attempt reads a page into rows.
func (r *Record) attempt(p schema.Page) error {
	b := r.batch
	copy(r.own.start, b.rows)
	clear(r.own.seen)
	b.reader.scratch[root], b.reader.incomplete = r.own, r.owner.Incomplete
	b.reader.keys, b.reader.number, b.reader.repeated = r.keys, r.pages, 0
	b.reader.dec.Reset(p.Body)
	err := r.read(p)
	// To the child rows of the page, even of a bad one: the columns of a table
	// must stay of equal length.
	b.reader.append(root)
	r.own.keep()
	b.bytes += max(b.reader.repeated-len(p.Body), 0)
	return cmp.Or(err, b.reader.checkRepeated())
}

// undo takes back an attempt at a page: its rows, the positions that they had,
// and what the record's own page said of the record.
func (r *Record) undo() {
	for t, from := range r.own.start {
		r.batch.void(t, from)
	}
	r.keys.forget(r.pages)
	if r.pages == 0 {
		r.begin()
	}
	copy(r.own.next, r.batch.next)
}

// read walks a page along the trie of its kind, and holds it against what it
// must have.
func (r *Record) read(p schema.Page) error {
	form, known := r.batch.plan.pages[p.Kind]
	switch {
	case !known:
		return fmt.Errorf("page of unknown kind %q", p.Kind)
	case (r.pages == 0) != (p.Kind == r.batch.plan.first):
		return fmt.Errorf("page of kind %s out of order", p.Kind)
	}
	if err := r.batch.reader.page(form.trie); err != nil {
		return err
	}
	// An error that was answered with status 200 has none of the arrays.
	came := func(l level) bool { return r.own.seen[l] }
	if len(form.arrays) > 0 && !slices.ContainsFunc(form.levels, came) {
		return fmt.Errorf("page of kind %s without the array %s", p.Kind, strings.Join(form.arrays, " or "))
	}
	if r.pages == 0 {
		return r.checkKeys()
	}
	return nil
}

// checkKeys holds the record against what every row needs of it.
func (r *Record) checkKeys() error {
	at, cells := &r.batch.plan.cells, r.own.cells
	id, err := schema.ParseRecordID(string(cells[at.id.cell].s))
	switch {
	case len(cells[at.id.cell].s) == 0:
		return errors.New("record without an id")
	case r.owner.RecordID != "" && (err != nil || !sameRecord(id, r.owner.RecordID)):
		return fmt.Errorf("record has the id %s", brief(cells[at.id.cell].s))
	case err != nil:
		return err
	case !cells[at.version.cell].ok:
		return fmt.Errorf("record without a %s", at.version.source)
	case !cells[at.start.cell].ok:
		return fmt.Errorf("record without a %s", at.start.source)
	case r.owner.RecordID != "":
		id = r.owner.RecordID // as listed: its spelling is not to make two records of one
	}
	r.own.cell(at.id.cell).setString(id)
	r.id = id
	return nil
}

// sameRecord reports whether a record's id, in its one spelling, is the one that
// was listed, however that is spelled.
func sameRecord(id, listed string) bool {
	one, err := schema.ParseRecordID(listed)
	return err == nil && strings.EqualFold(id, one)
}

// Aside are the objects of the pages so far that could not be read, and make no rows.
func (r *Record) Aside() schema.Aside { return r.aside }

// Close ends the record with its row in the root's table, and returns what its
// load declares. A family may have no such table.
func (r *Record) Close() schema.Load {
	b, at, cells := r.batch, &r.batch.plan.cells, r.own.cells
	for t, n := range r.own.count {
		r.own.cell(at.counted[t]).setInt(int64(n))
	}
	if t := b.plan.levels[root].table; t >= 0 {
		copy(r.own.start, b.rows)
		b.rows[t]++
		b.reader.scratch[root], b.reader.repeated = r.own, 0
		b.reader.append(root)
		r.own.count[t]++
	}
	counts := make(schema.Counts, len(r.own.count))
	for t, table := range b.plan.tables {
		counts[table.Name] = r.own.count[t]
	}
	load := schema.Load{
		TenantID: r.owner.TenantID,
		RecordID: r.id,
		Version:  uint64(cells[at.version.cell].n),
		LoadID:   r.owner.LoadID,
		Start:    time.Unix(0, cells[at.start.cell].n).UTC(),
		Family:   r.owner.Family,
		Counts:   counts,
		Unread:   r.unread,
		Aside:    r.aside,
	}
	b.spare, r.own = append(b.spare, r.own), nil
	return load
}
