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

// List gives the headers of the records that start in a window, a page at a time, in
// no particular order. A record can come twice, and one that appears or changes in the
// meantime can be missing: list again later.
//
// An error does not have to be the last element. A row without id, version or start
// gives one, after the other rows of its page, and the list goes on; any other ends
// it. Every error means that the window has not been seen whole.
func (c *Client) List(ctx context.Context, w schema.Window) iter.Seq2[[]schema.Header, error] {
	return func(yield func([]schema.Header, error) bool) {
		trail := newLinkGuard(c.root, maxListPages)
		a := request{kind: list, url: c.listURL(filter(w))}
		for a.url != "" {
			a.number++
			if err := trail.enter(a.url); err != nil {
				yield(nil, a.refuse(err))
				return
			}
			got, err := c.get(ctx, a)
			if err == nil {
				err = a.checkList(trail, got)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !a.yieldRows(got.rows, yield) {
				return
			}
			a.url = got.value.next
		}
	}
}

func (a request) checkList(t *linkGuard, got *page) error {
	if !got.value.present {
		return a.refuse(errNoRows)
	}
	if err := t.arrive(got.value); err != nil {
		return a.refuse(err)
	}
	return nil
}

// yieldRows gives the good rows of a page and an error for each of the others.
func (a request) yieldRows(rows []row, yield func([]schema.Header, error) bool) bool {
	headers := make([]schema.Header, 0, len(rows))
	var errs []error
	for i, r := range rows {
		if err := r.check(); err != nil {
			e := a.refuse(fmt.Errorf("row %d: %w", i, err))
			e.RecordID = r.header.ID
			errs = append(errs, e)
			continue
		}
		headers = append(headers, r.header)
	}
	if !yield(headers, nil) {
		return false
	}
	for _, err := range errs {
		if !yield(nil, err) {
			return false
		}
	}
	return true
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
