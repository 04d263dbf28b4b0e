package extract

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"callrecords/schema"
)

// The logs of phone calls. Role of both: current pages of Graph name the first one, older
// ones only the second. Their limits are those of the application in the tenant, 200, and
// of each log, 50 (Microsoft Graph service-specific throttling limits, section on call
// records, as of 2026-02). That of the tenant over all applications, 1,000, cannot be met
// by one that keeps to its own.
var (
	phoneLimit = Limit{"logs of phone calls", 200, time.Minute}

	pstnCalls     = logOf("pstn_calls")
	directRouting = logOf("direct_routing_calls")
)

const phoneRole = Role + " or CallRecord-PstnCalls.Read.All"

// maxLogPages is more pages than a day of calls, or 90 of them, can have.
const maxLogPages = 50_000

func logOf(name string) Collection {
	return Collection{name, schema.PageCalls, schema.RowsPerLogPage, maxLogPages,
		Limit{name, 50, time.Minute}, phoneLimit, schema.FaultRefused, phoneRole}
}

// PhoneLog reads one log of phone calls. Graph has rows of it and no records: a record is
// a UTC day, and its version is made of the rows (see dayVersion). It is of one run: what
// it has read in the list it gives to the fetch without asking again.
type PhoneLog struct {
	client   *Client
	of       Collection
	family   schema.Family
	function string        // of Graph
	end      time.Duration // from the end of a span to the time that asks for all before it
	known    Known
	room     chan struct{} // for each day that is fetched

	mu     sync.Mutex
	listed map[string]schema.Header // by id; the zero one of an empty day that nobody has loaded
	kept   map[string]*dayRead      // days that the list has read, for the fetch
	held   int                      // bytes of these
}

// Known is what is loaded of some days, by their ids.
type Known func(ctx context.Context, ids []string) (map[string]schema.LoadedDay, error)

// PstnCalls is the log of the calls over Microsoft or a carrier.
func (c *Client) PstnCalls(known Known) *PhoneLog {
	// The end that is asked for is in the answer (Graph, getPstnCalls).
	return c.phoneLog(pstnCalls, schema.PstnCalls, "getPstnCalls", -100*time.Nanosecond, known)
}

// DirectRoutingCalls is the log of the calls over the tenant's own border controllers.
func (c *Client) DirectRoutingCalls(known Known) *PhoneLog {
	// The end that is asked for is not in the answer (Graph, getDirectRoutingCalls).
	return c.phoneLog(directRouting, schema.DirectRoutingCalls, "getDirectRoutingCalls", 0, known)
}

// Bounds of what one log holds in memory, beside the bytes that are on their way.
const (
	maxDays = 4        // fetched at once; the limit of a log needs no more
	maxDay  = 16 << 20 // bytes of a day's pages; a larger one is read twice
	maxKept = 64 << 20 // bytes of pages that the list leaves to the fetch
)

func (c *Client) phoneLog(
	of Collection, f schema.Family, function string, end time.Duration, known Known,
) *PhoneLog {
	return &PhoneLog{
		client: c, of: of, family: f, function: function, end: end, known: known,
		room: make(chan struct{}, maxDays), listed: map[string]schema.Header{}, kept: map[string]*dayRead{},
	}
}

// Stats are the requests for the log.
func (l *PhoneLog) Stats() Tally { return l.client.Stats()[l.of.Name] }

// Check asks for the first page of the running day: whether the log can be read.
func (l *PhoneLog) Check(ctx context.Context) error {
	today := time.Now().UTC().Truncate(day)
	for _, err := range l.pages(ctx, schema.Window{From: today, To: today.Add(day)}) {
		return err
	}
	return nil
}

const day = 24 * time.Hour

// pages reads all rows that started in a span of days, page by page.
func (l *PhoneLog) pages(ctx context.Context, w schema.Window) iter.Seq2[*page, error] {
	path := fmt.Sprintf("/%s(fromDateTime=%s,toDateTime=%s)", l.function,
		w.From.Format(literal), w.To.Add(l.end).Format(literal))
	return l.client.follow(ctx, request{collection: l.of, url: l.client.listURL(path)})
}

// Fetch gives the pages of a day in order, as Graph sent them. The first one says which
// version they are of: the listed one, or a newer one.
//
// An error is the last element and makes the pages before it worthless. With
// [schema.FaultChanged] the day changed while it was read: read it again.
func (l *PhoneLog) Fetch(ctx context.Context, h schema.Header) iter.Seq2[schema.Page, error] {
	return func(yield func(schema.Page, error) bool) {
		select {
		case l.room <- struct{}{}:
			defer func() { <-l.room }()
		case <-ctx.Done():
			yield(schema.Page{}, ctx.Err())
			return
		}
		if err := l.fetch(ctx, h, yield); err != nil {
			yield(schema.Page{}, ofDay(h.ID, err))
		}
	}
}

// fetch gives the pages of a day. It ends without an error when the reader has enough.
func (l *PhoneLog) fetch(ctx context.Context, h schema.Header, yield func(schema.Page, error) bool) error {
	read := l.take(h.ID)
	if read == nil {
		var err error
		read, err = l.agreed(ctx, h.Start)
		if schema.FaultOf(err) == schema.FaultRefused && time.Now().After(l.family.Expires(h.Start)) {
			return forgottenDay() // Graph does not answer for spans of long ago
		}
		if err != nil {
			return err
		}
	}
	if !surely(h.Start) {
		loaded, err := l.known(ctx, []string{h.ID})
		if err != nil {
			return err
		}
		if forgot(h.Start, h.Version, loaded[h.ID].Rows, read.count()) {
			return forgottenDay()
		}
	}
	version := newer(h.Version, read.sum)
	if read.pages != nil {
		for i, p := range read.pages {
			if i == 0 {
				p.Version = version
			}
			if !yield(p, nil) {
				return nil
			}
		}
		return nil
	}
	// Too large to be held: read again while it is given, and compared at the end.
	again := newDayRead(0)
	for got, err := range l.pages(ctx, dayFrom(h.Start)) {
		if err != nil {
			return err
		}
		if err := again.add(got); err != nil {
			return got.refuse(err)
		}
		p := again.page(got, l.family)
		if p.Done = got.place.leave; again.number == 1 {
			p.Version = version
		}
		if !yield(p, nil) {
			return nil
		}
	}
	if again.finish(); again.sum != read.sum {
		return &schema.SourceError{Fault: schema.FaultChanged, Err: errUnsteady}
	}
	return nil
}

// ofDay says which day a failure is about. One that is about the tenant stays so.
func ofDay(id string, err error) error {
	if e, ok := errors.AsType[*schema.SourceError](err); ok && e.Fault != schema.FaultDenied {
		e.RecordID = id
	}
	return err
}

func dayFrom(start time.Time) schema.Window { return schema.Window{From: start, To: start.Add(day)} }

// keep leaves a day that the list has read to the fetch, when there is room for it.
func (l *PhoneLog) keep(id string, read *dayRead) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if read.pages != nil && l.held+read.bytes <= maxKept {
		l.kept[id] = read
		l.held += read.bytes
	}
}

// take takes a day that the list has left; nil when it has not.
func (l *PhoneLog) take(id string) *dayRead {
	l.mu.Lock()
	defer l.mu.Unlock()
	read := l.kept[id]
	if read != nil {
		delete(l.kept, id)
		l.held -= read.bytes
	}
	return read
}
