package extract

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"time"

	"callrecords/schema"
)

// literal is a time of a $filter: unquoted UTC with up to 7 digits.
const literal = "2006-01-02T15:04:05.9999999Z"

// List gives the headers of the records that start in a window, one page at a time,
// in no particular order. A record can come twice, and one that appears or changes in the
// meantime can be missing: list again later.
//
// A row that cannot be taken is in the page's Refused, and the list goes on. An error is
// the last element; it says that the window has not been seen whole.
func (c *Client) List(ctx context.Context, w schema.Window) iter.Seq2[schema.ListPage, error] {
	return c.list(ctx, w)
}

// list lists what started in a window and holds to further conditions.
func (c *Client) list(ctx context.Context, w schema.Window, more ...string) iter.Seq2[schema.ListPage, error] {
	return func(yield func(schema.ListPage, error) bool) {
		first := request{collection: list, url: c.listURL(filter(w, more...)), headers: true}
		for got, err := range c.follow(ctx, first) {
			if err != nil {
				yield(schema.ListPage{}, err)
				return
			}
			if !yield(got.listPage(w), nil) {
				return
			}
		}
	}
}

// listPage holds the rows of a page against what can be.
func (p *page) listPage(w schema.Window) schema.ListPage {
	l := schema.ListPage{Headers: make([]schema.Header, 0, len(p.rows))}
	for i, row := range p.rows {
		h, err := believe(row, w)
		if err != nil {
			e := p.refuse(fmt.Errorf("row %d: %w", i, err))
			e.RecordID = h.ID
			l.Refused = append(l.Refused, e)
			continue
		}
		l.Headers = append(l.Headers, h)
	}
	return l
}

// filter is the query of a window and of further conditions; a zero bound is none.
// startDateTime is the only time that Graph filters on.
func filter(w schema.Window, more ...string) string {
	var bounds []string
	if !w.From.IsZero() {
		bounds = append(bounds, "startDateTime ge "+ceil(w.From).Format(literal))
	}
	if !w.To.IsZero() {
		bounds = append(bounds, "startDateTime lt "+ceil(w.To).Format(literal))
	}
	bounds = append(bounds, more...)
	if len(bounds) == 0 {
		return ""
	}
	text := url.QueryEscape(strings.Join(bounds, " and "))
	return "?$filter=" + strings.ReplaceAll(text, "+", "%20")
}

// ceil is the next instant that Graph can write: a record starts before t exactly
// when it starts before ceil(t).
func ceil(t time.Time) time.Time {
	const tick = 100 * time.Nanosecond
	return t.UTC().Add(tick - 1).Truncate(tick)
}
