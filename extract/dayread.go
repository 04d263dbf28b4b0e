package extract

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"callrecords/schema"
	"callrecords/schema/instant"
)

// maxDayReads is how often a day is read until two readings agree.
const maxDayReads = 4

var errUnsteady = errors.New("rows moved from page to page while the day was read")

// dayRead is one reading of a day, or of several. Graph counts the pages of a log off anew
// for every request: a row that comes or moves meanwhile shifts those behind it, so that
// some come twice. What is lost without one coming twice is seen by the next list.
type dayRead struct {
	pages    []schema.Page // as they were sent; nil when they are too large to be held
	bytes    int           // of these
	number   int           // of pages
	rows     map[string]logRow
	unnamed  []logRow // rows without an id
	repeated bool     // an id came twice
	sum      uint32   // over all rows, whatever their order

	most int // bytes of pages that are held
}

// logRow is what is remembered of a row.
type logRow struct {
	id    string
	hash  uint64
	start time.Time // zero when it has none
}

func newDayRead(most int) *dayRead { return &dayRead{rows: map[string]logRow{}, most: most} }

// agreed reads a day. Where rows came twice it is read again, until two readings agree.
func (l *PhoneLog) agreed(ctx context.Context, start time.Time) (*dayRead, error) {
	var before *dayRead
	for range maxDayReads {
		read, err := l.read(ctx, dayFrom(start))
		if err != nil {
			return nil, err
		}
		if !read.repeated || before != nil && before.sum == read.sum {
			return read, nil
		}
		before = read
		before.pages = nil // those of the reading that agrees are given
	}
	return nil, &schema.SourceError{Fault: schema.FaultChanged,
		Err: fmt.Errorf("%w: no two of %d readings agree", errUnsteady, maxDayReads)}
}

// read reads a span of days once.
func (l *PhoneLog) read(ctx context.Context, w schema.Window) (*dayRead, error) {
	read := newDayRead(maxDay)
	for got, err := range l.pages(ctx, w) {
		if err != nil {
			return nil, err
		}
		if err := read.add(got); err != nil {
			return nil, got.refuse(err)
		}
		p := read.page(got, l.family)
		if read.bytes += len(p.Body); read.bytes <= read.most {
			read.pages = append(read.pages, p)
		} else {
			read.pages, read.most = nil, 0
		}
	}
	read.finish()
	return read, nil
}

// page is a page as others see it.
func (r *dayRead) page(got *page, f schema.Family) schema.Page {
	return schema.Page{Kind: f.Pages[min(r.number-1, 1)].Kind, URL: got.url, Body: got.body}
}

// add reads the rows of a page.
func (r *dayRead) add(got *page) error {
	r.number++
	rows, err := logRows(got.body)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.id == "" {
			r.unnamed = append(r.unnamed, row)
			continue
		}
		if _, twice := r.rows[row.id]; twice {
			r.repeated = true
			continue // the first one makes the row in the warehouse, too
		}
		r.rows[row.id] = row
	}
	return nil
}

// finish sums the rows up.
func (r *dayRead) finish() {
	all := r.unnamed
	for _, row := range r.rows {
		all = append(all, row)
	}
	r.sum = sumOf(all)
}

// count is how many rows there were.
func (r *dayRead) count() int { return len(r.rows) + len(r.unnamed) }

// sumOf is the checksum of some rows, whatever their order.
func sumOf(rows []logRow) uint32 {
	var text [16]byte
	var sum uint64
	for _, row := range rows {
		sum += row.hash
	}
	binary.BigEndian.PutUint64(text[:8], sum)
	binary.BigEndian.PutUint64(text[8:], uint64(len(rows)))
	hash := sha256.Sum256(text[:])
	return binary.BigEndian.Uint32(hash[:4])
}

// logRows are the rows of a page. What is no object is a row without an id: whether it
// can be taken is for those to say who make the rows. Of two members with one name the
// last one counts, as it does there.
func logRows(body []byte) (rows []logRow, err error) {
	s := newScanner(body, false)
	err = s.object(func(name string) error {
		if name != "value" || s.PeekKind() != '[' {
			return s.SkipValue()
		}
		rows = nil
		if _, err := s.ReadToken(); err != nil {
			return err
		}
		for s.PeekKind() != ']' {
			raw, err := s.ReadValue()
			if err != nil {
				return err
			}
			if len(rows) == maxRows {
				return errManyRows
			}
			row, err := readLogRow(raw)
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		_, err := s.ReadToken()
		return err
	})
	return rows, err
}

// readLogRow reads what is remembered of a row.
func readLogRow(raw []byte) (row logRow, err error) {
	hash := sha256.Sum256(raw)
	row.hash = binary.BigEndian.Uint64(hash[:8])
	if raw[0] != '{' {
		return row, nil
	}
	s := newScanner(raw, false)
	err = s.object(func(name string) (err error) {
		switch name {
		case "id":
			row.id, err = s.text()
		case "startDateTime":
			row.start, err = s.instant()
		default:
			err = s.SkipValue()
		}
		return err
	})
	if row.start.Before(instant.Earliest) {
		row.start = time.Time{}
	}
	return row, err
}
