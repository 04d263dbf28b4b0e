// Package listing reads what a source has in a window, and notes it in the ledger: which
// window that is, what is asked again in halves, and what could not be listed.
package listing

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"time"

	"callrecords/schema"
)

const (
	// NoteSize is how many headers go into the ledger at once, noteAge how long they
	// may wait for that.
	NoteSize = 1000
	noteAge  = 10 * time.Second

	// maxRefused bounds the refused rows that a report names; the log names all.
	maxRefused = 1000
)

// Source is where a list comes from.
type Source interface {
	// List yields the headers of the records that started in a window, one page
	// at a time, in no order; a page may be empty, and a record may come twice.
	// Rows that cannot be taken are in the page's Refused. An error ends the
	// list: the window has not been seen whole.
	List(ctx context.Context, w schema.Window) iter.Seq2[schema.ListPage, error]
}

// Ledger is where it is noted.
type Ledger interface {
	// RecordListed writes what the list showed, and returns how many headers were
	// new, had a new version or had been lost. Only those make rows, so that
	// listing the same window again costs nothing. It may be repeated.
	RecordListed(ctx context.Context, tenant string, now time.Time, headers []schema.Header) (fresh int, err error)
}

// Options say what is listed and where it goes.
type Options struct {
	Tenant   string // Entra tenant id
	Source   Source
	Ledger   Ledger
	Remember bool // which ids came, for [List.Has]
	Now      func() time.Time
	Tell     func(Progress) // how far it is
	Logger   *slog.Logger
}

// Progress is how far the list of a window is.
type Progress struct {
	Headers      uint64
	Days, OfDays int  // days of the window from which headers came so far, and all of them
	Ended        bool // or broke off
}

// List is the list of a window, under way beside the loading. What it found may be
// read once it has ended.
type List struct {
	opts Options
	done chan struct{} // closed at the end

	window  schema.Window
	days    map[int]bool // of the window, from which headers came; by their number
	listed  uint64       // headers that came; a record can come twice
	fresh   int          // headers that were new to the ledger
	refused refusals     // of the spans that were listed
	unseen  []unseen     // spans that could not be listed
	err     error        // why it broke off

	shown sync.Map // ids that came, where only those are fetched; also to be read meanwhile
}

// Start begins to list a window. Cancelling the context ends it.
func Start(ctx context.Context, o Options, w schema.Window) *List {
	l := &List{opts: o, window: w, days: map[int]bool{}, done: make(chan struct{})}
	go func() {
		defer close(l.done)
		l.tell(false)
		l.err = l.spans(ctx, w)
		l.tell(true)
	}()
	return l
}

// Wait waits for the end of the list.
func (l *List) Wait() { <-l.done }

// WaitAtMost waits for the end of the list, for some time at most.
func (l *List) WaitAtMost(most time.Duration) {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-l.done:
	case <-timer.C:
	}
}

// Ended says whether the list is at its end.
func (l *List) Ended() bool {
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

// Counts are the headers that came, a record maybe twice, and those that were new to the
// ledger.
func (l *List) Counts() (listed uint64, fresh int) { return l.listed, l.fresh }

// Err is why the list broke off; nil when it did not, though spans may be missing.
func (l *List) Err() error { return l.err }

// Whole says whether every row of the window was listed and taken.
func (l *List) Whole() bool {
	return l.err == nil && len(l.unseen) == 0 && len(l.refused.rows) == 0
}

// Complaints name what is not in the ledger: spans, and rows that were refused.
func (l *List) Complaints() (all []string) {
	for _, u := range l.unseen {
		all = append(all, u.String())
	}
	all = append(all, l.refused.rows...)
	if l.refused.more > 0 {
		all = append(all, fmt.Sprintf("and %d more rows that were refused, in the log", l.refused.more))
	}
	return all
}

// span notes every header of a span in the ledger. failed is why the source broke off;
// the headers before it are noted all the same. err is of the ledger.
func (l *List) span(ctx context.Context, w schema.Window) (rows refusals, failed, err error) {
	var pending []schema.Header
	noted := l.opts.Now()
	for page, broken := range l.opts.Source.List(ctx, w) {
		if broken != nil {
			return rows, broken, l.note(ctx, pending)
		}
		for _, row := range page.Refused {
			l.opts.Logger.ErrorContext(ctx, "list row refused", "tenant", l.opts.Tenant, "error", row)
			rows.add(row.Error())
		}
		l.listed += uint64(len(page.Headers))
		for _, h := range page.Headers {
			l.days[min(max(int(h.Start.Sub(l.window.From)/day), 0), l.ofDays()-1)] = true
		}
		l.tell(false)
		pending = append(pending, page.Headers...)
		if now := l.opts.Now(); len(pending) >= NoteSize || now.Sub(noted) >= noteAge {
			if err := l.note(ctx, pending); err != nil {
				return rows, nil, err
			}
			pending, noted = pending[:0], now
		}
	}
	return rows, nil, l.note(ctx, pending)
}

// day is 24 hours from the beginning of a window.
const day = 24 * time.Hour

// ofDays is how many days the window has.
func (l *List) ofDays() int {
	return max(1, int(l.window.To.Sub(l.window.From).Round(day)/day))
}

// tell says how far the list is.
func (l *List) tell(ended bool) {
	l.opts.Tell(Progress{Headers: l.listed, Days: len(l.days), OfDays: l.ofDays(), Ended: ended})
}

// refusals are rows of a list that were refused.
type refusals struct {
	rows []string
	more uint64 // and so many beyond maxRefused
}

func (r *refusals) add(row string) {
	if len(r.rows) == maxRefused {
		r.more++
		return
	}
	r.rows = append(r.rows, row)
}

// join adds the refusals of a span.
func (r *refusals) join(span refusals) {
	for _, row := range span.rows {
		r.add(row)
	}
	r.more += span.more
}

// note writes headers into the ledger, each record once, in its newest version.
func (l *List) note(ctx context.Context, headers []schema.Header) error {
	at := make(map[string]int, len(headers))
	newest := make([]schema.Header, 0, len(headers))
	for _, h := range headers {
		i, twice := at[h.ID]
		switch {
		case !twice:
			at[h.ID] = len(newest)
			newest = append(newest, h)
		case newest[i].Version < h.Version:
			newest[i] = h
		}
	}
	fresh, err := l.opts.Ledger.RecordListed(ctx, l.opts.Tenant, l.opts.Now(), newest)
	l.fresh += fresh
	if l.opts.Remember {
		for _, h := range newest {
			l.shown.Store(h.ID, nil)
		}
	}
	return err
}

// Has says whether the list has shown a record, where that is remembered.
func (l *List) Has(id string) bool {
	_, shown := l.shown.Load(id)
	return shown
}
