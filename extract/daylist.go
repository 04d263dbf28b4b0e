package extract

import (
	"context"
	"iter"
	"time"

	"callrecords/schema"
)

// List gives the days of a window whose rows are others than those that are loaded, and
// those that are loaded as they are, in their loaded version. Days of which Graph has no
// rows, and never had, are no records.
//
// A day belongs to the window in which it begins; days that have not begun are none. A day
// that could not be read is given all the same, in a version that nobody has: the fetch
// will name it. An error is the last element; it says that the window has not been seen
// whole.
func (l *PhoneLog) List(ctx context.Context, w schema.Window) iter.Seq2[schema.ListPage, error] {
	return func(yield func(schema.ListPage, error) bool) {
		days := l.days(w, time.Now().UTC())
		d := &dayList{PhoneLog: l, ctx: ctx, yield: yield}
		if err := d.ask(days); err != nil {
			yield(schema.ListPage{}, err)
			return
		}
		if err := d.spans(days, maxSpan); err != nil && !d.enough {
			yield(schema.ListPage{}, err)
		}
	}
}

// maxSpan is the longest span that is asked for at once, in days (Graph, getPstnCalls).
const maxSpan = 90

// days are the beginnings of the days of a window, oldest first.
func (l *PhoneLog) days(w schema.Window, now time.Time) (all []time.Time) {
	from := now.Add(-l.family.Retention - day)
	if w.From.After(from) {
		from = w.From.UTC()
	}
	for at := from.Add(day - 1).Truncate(day); !at.After(now) && (w.To.IsZero() || at.Before(w.To)); at = at.Add(day) {
		all = append(all, at)
	}
	return all
}

// dayList is one list under way.
type dayList struct {
	*PhoneLog
	ctx    context.Context
	yield  func(schema.ListPage, error) bool
	enough bool                        // the reader has seen enough
	loaded map[string]schema.LoadedDay // by id
	came   bool                        // Graph has answered
	failed int                         // readings in a row that failed
}

// ask asks which of the days are loaded, and in which version.
func (d *dayList) ask(days []time.Time) (err error) {
	ids := make([]string, len(days))
	for i, at := range days {
		ids[i] = d.family.DayID(at)
	}
	if len(ids) > 0 {
		d.loaded, err = d.known(d.ctx, ids)
	}
	return err
}

// spans lists some days in spans of so many at most. Most logs are small, and most days
// unchanged: a span whose rows fit on one page tells all its days with one request. One
// that does not is asked for in four parts.
func (d *dayList) spans(days []time.Time, most int) error {
	for len(days) > 0 {
		span := days[:min(most, len(days))]
		days = days[len(span):]
		err := d.span(span)
		if err != nil || d.enough {
			return err
		}
	}
	return nil
}

// span lists one span of days.
func (d *dayList) span(days []time.Time) error {
	if len(days) == 1 {
		return d.one(days[0])
	}
	if d.allListed(days) {
		return d.spans(days, 1)
	}
	sums, err := d.look(days)
	switch {
	case err != nil && d.mustEnd(err):
		return err
	case err != nil || sums == nil:
		return d.spans(days, max(1, len(days)/4))
	}
	for _, at := range days {
		rows := sums[at]
		if err := d.tell(at, sumOf(rows), len(rows)); err != nil || d.enough {
			return err
		}
	}
	return nil
}

// allListed says whether the days were listed before: a list that failed in the middle
// comes again in parts.
func (d *dayList) allListed(days []time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, at := range days {
		if _, ok := d.listed[d.family.DayID(at)]; !ok {
			return false
		}
	}
	return true
}

// look reads the rows of a span that fits on one page, by their days. nil is of one that
// does not, or whose rows cannot be told apart or have no place in it.
func (d *dayList) look(days []time.Time) (map[time.Time][]logRow, error) {
	w := schema.Window{From: days[0], To: days[len(days)-1].Add(day)}
	read := newDayRead(0)
	for got, err := range d.pages(d.ctx, w) {
		if err == nil {
			err = read.add(got)
		}
		if err != nil {
			return nil, err
		}
		d.answered()
		if got.next() != "" || read.repeated || len(read.unnamed) > 0 {
			return nil, nil
		}
	}
	rows := map[time.Time][]logRow{}
	for _, row := range read.rows {
		if !w.Contains(row.start) {
			return nil, nil
		}
		at := row.start.Truncate(day)
		rows[at] = append(rows[at], row)
	}
	return rows, nil
}

// one lists one day.
func (d *dayList) one(at time.Time) error {
	id := d.family.DayID(at)
	d.mu.Lock()
	h, ok := d.listed[id]
	d.mu.Unlock()
	if ok {
		return d.give(h)
	}
	read, err := d.agreed(d.ctx, at)
	switch {
	case err != nil && schema.FaultOf(err) != schema.FaultChanged && d.mustEnd(err):
		return err
	case err != nil:
		return d.give(schema.Header{ID: id, Version: newer(d.loaded[id].Version, 0), Start: at})
	}
	d.answered()
	if read.sum != sumIn(d.loaded[id].Version) {
		d.keep(id, read)
	}
	return d.tell(at, read.sum, read.count())
}

// answered notes that Graph has answered.
func (d *dayList) answered() { d.came, d.failed = true, 0 }

// mustEnd says whether a failure ends the list: what is not about a span, the first
// answer, and three in a row.
func (d *dayList) mustEnd(err error) bool {
	d.failed++
	fault := schema.FaultOf(err)
	return d.ctx.Err() != nil || fault != schema.FaultBusy && fault != schema.FaultRefused ||
		!d.came || d.failed >= 3
}

// tell gives the header of a day with its rows' checksum. An empty day that nobody has
// loaded has none.
func (d *dayList) tell(at time.Time, sum uint32, rows int) error {
	h := schema.Header{ID: d.family.DayID(at), Start: at}
	switch day, loaded := d.loaded[h.ID]; {
	case loaded && forgot(at, day.Version, day.Rows, rows):
		h.Version = day.Version // what is loaded of it stays
	case loaded, rows > 0:
		h.Version = newer(day.Version, sum)
	}
	d.mu.Lock()
	d.listed[h.ID] = h
	d.mu.Unlock()
	return d.give(h)
}

// give gives a header, if there is one.
func (d *dayList) give(h schema.Header) error {
	if h.Version != 0 && !d.yield(schema.ListPage{Headers: []schema.Header{h}}, nil) {
		d.enough = true
	}
	return nil
}
