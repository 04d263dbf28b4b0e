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
// An error does not have to be the last element. A row without id, version or start
// gives one, after the other rows of its page, and the list goes on; any other ends
// it. Every error means that the window has not been seen whole.
func (c *Client) List(ctx context.Context, w schema.Window) iter.Seq2[[]schema.Header, error] {
	return func(yield func([]schema.Header, error) bool) {
		for got, err := range c.follow(ctx, request{collection: list, url: c.listURL(filter(w)), headers: true}) {
			if err != nil {
				yield(nil, err)
				return
			}
			headers := make([]schema.Header, 0, len(got.rows))
			var bad []error
			for i, h := range got.rows {
				if err := checkHeader(h); err != nil {
					e := got.refuse(fmt.Errorf("row %d: %w", i, err))
					e.RecordID = h.ID
					bad = append(bad, e)
					continue
				}
				headers = append(headers, h)
			}
			if !yield(headers, nil) {
				return
			}
			for _, err := range bad {
				if !yield(nil, err) {
					return
				}
			}
		}
	}
}

// filter is the query of a window; a zero bound is none. startDateTime is the only
// time that Graph filters on.
func filter(w schema.Window) string {
	var bounds []string
	if !w.From.IsZero() {
		bounds = append(bounds, "startDateTime ge "+ceil(w.From).Format(literal))
	}
	if !w.To.IsZero() {
		bounds = append(bounds, "startDateTime lt "+ceil(w.To).Format(literal))
	}
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
