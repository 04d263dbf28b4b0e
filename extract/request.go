package extract

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"callrecords/schema"
)

// request is one page to get.
type request struct {
	collection Collection
	record     string // its id, "" when the page is not about one record
	url        string
	number     int    // of the page, from 1, for errors
	prefer     string // a preference of its own
	headers    bool   // its rows are to be read as headers
}

// page is an answer that has come whole.
type page struct {
	request
	body   []byte
	header http.Header
	contents
}

var errNotJSON = errors.New("the answer is not JSON")

// get tries until a page is whole or the budget is used up. Every attempt passes the
// governor. The error is a *schema.SourceError, or the context's.
func (c *Client) get(ctx context.Context, r request) (*page, error) {
	budget := retryBudget{total: c.options.RetryBudget}
	for renewed := false; ; {
		token, err := c.tokens.get(ctx)
		if err != nil {
			return nil, err
		}
		if err := c.governor.wait(ctx, r.collection, r.record); err != nil {
			return nil, err
		}
		began := time.Now()
		got, f := c.attempt(ctx, r, token)
		if f == nil {
			return got, nil
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f.locate(r)
		if f.retry == reauth && !renewed {
			renewed = true
			if err := c.tokens.drop(ctx, token); err != nil {
				return nil, err
			}
		} else if err := budget.again(ctx, f, time.Since(began)); err != nil {
			return nil, err
		}
		c.counters.add(r.collection.Name, Tally{Retried: 1})
		c.options.Logger.DebugContext(ctx, "retry", "kind", r.collection.Name, "record", r.record,
			"page", r.number, "status", f.err.Status, "tries", budget.tries, "error", f.err.Err)
		// New connections may reach another server: Graph's best practices advise
		// them for 503 and 504.
		if budget.tries > 1 {
			c.http.CloseIdleConnections()
		}
	}
}

// attempt tries once. It tells the governor what came back.
func (c *Client) attempt(ctx context.Context, r request, token string) (*page, *failure) {
	timeout := newProgressTimeout(ctx)
	defer timeout.close()
	send, err := c.newRequest(timeout.ctx, r, token)
	if err != nil {
		return nil, refused(err)
	}
	c.counters.add(r.collection.Name, Tally{Requests: 1})
	response, err := c.http.Do(send)
	if err != nil {
		return nil, transportFailure(timeout.cause(err), c.root.Host)
	}
	defer response.Body.Close()
	body, err := timeout.read(response)
	c.counters.add(r.collection.Name, Tally{Bytes: int64(len(body))})

	got := &page{request: r, body: body, header: response.Header}
	var f *failure
	switch {
	case response.StatusCode != http.StatusOK:
		// What there is of its body is only for the text of the error.
		f = statusFailure(r.collection, response, body)
	case err != nil:
		f = transportFailure(timeout.cause(err), c.root.Host)
	default:
		if got.contents, err = scan(body, r.headers); err != nil {
			f = notJSON(response.Header, err)
			f.err.Page = r.asPage(body)
		}
	}
	if response.StatusCode == http.StatusTooManyRequests {
		c.counters.add(r.collection.Name, Tally{Throttled: 1})
		c.governor.throttled(r.collection, r.record, f.after)
	} else {
		c.governor.accepted(r.collection)
	}
	if f != nil {
		f.err.RequestID = response.Header.Get("request-id")
		return nil, f
	}
	return got, nil
}

// asPage is a body as others see it. Pages of the list have no kind: they are not kept.
func (r request) asPage(body []byte) schema.Page {
	if r.collection.Page == "" {
		return schema.Page{}
	}
	return schema.Page{Kind: r.collection.Page, URL: r.url, Body: body}
}

// refuse is the error of a page that must not be followed.
func (r request) refuse(err error) *schema.SourceError {
	f := refused(err)
	f.locate(r)
	return f.err
}

// locate writes into the error which page it is about.
func (f *failure) locate(r request) {
	f.err.RecordID = r.record
	if f.err.Err == nil {
		f.err.Err = fmt.Errorf("%s page %d", r.collection.Name, r.number)
		return
	}
	f.err.Err = fmt.Errorf("%s page %d: %w", r.collection.Name, r.number, f.err.Err)
}
