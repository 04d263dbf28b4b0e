package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
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
	anyClock   bool   // it is asked to learn what the clocks are

	// place is of the page that the reader has in hand; it is left with the next request.
	place *place
}

// page is an answer that has come whole.
type page struct {
	request
	body   []byte
	header http.Header
	contents
}

var errNotJSON = errors.New("the answer is not JSON")

const (
	maxRefused   = 1 << 20 // bytes of a refused answer that are kept, for people
	maxRequestID = 64      // bytes; Graph's are GUIDs
)

// get tries until a page is whole or the budget is used up. Every attempt passes the
// governor. The error is a *schema.SourceError, or the context's.
func (c *Client) get(ctx context.Context, r request) (*page, error) {
	budget := retryBudget{total: c.options.RetryBudget, log: c.options.Logger}
	for renewed := false; ; {
		token, err := c.tokens.get(ctx)
		if err != nil {
			return nil, err
		}
		held := time.Now()
		err = c.pass(ctx, r, &budget)
		c.options.Observer.waited(r.collection.Name, WaitQuota, held)
		if err != nil {
			return nil, err
		}
		if err := r.place.enter(ctx); err != nil {
			return nil, err
		}
		began := time.Now()
		got, f := c.attempt(ctx, r, token)
		if f == nil {
			return got, nil
		}
		r.place.leave()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f.locate(r)
		f.err.Err = showError(f.err.Err, token)
		if f.retry == reauth && !renewed {
			renewed = true
			if err := c.tokens.drop(ctx, token); err != nil {
				return nil, err
			}
		} else {
			took, failed := time.Since(began), time.Now()
			err := budget.again(ctx, f, took)
			c.options.Observer.waited(r.collection.Name, WaitRetry, failed)
			if err != nil {
				return nil, err
			}
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
func (c *Client) attempt(ctx context.Context, r request, token string) (_ *page, f *failure) {
	timeout := newProgressTimeout(ctx)
	defer timeout.close()
	send, err := c.newRequest(timeout.ctx, r, token)
	if err != nil {
		return nil, refused(err)
	}
	began, status := time.Now(), 0
	defer func() { c.options.Observer.answered(ctx, r.collection.Name, status, f == nil, began) }()
	c.counters.add(r.collection.Name, Tally{Requests: 1})
	answered := slog.Group("answer") // empty, which is not logged
	size := 0
	defer func() {
		// Never the URL: next links carry tokens of their own.
		c.options.Logger.DebugContext(ctx, "request", "kind", r.collection.Name, "record", r.record,
			"page", r.number, "bytes", size, "elapsed", time.Since(began).Round(time.Millisecond).String(), answered)
	}()
	response, err := c.http.Do(send)
	if err != nil {
		return nil, transportFailure(timeout.cause(err), c.root.Host)
	}
	defer response.Body.Close()
	var body []byte
	if response.StatusCode == http.StatusOK {
		body, err = timeout.read(response, r.place)
	} else {
		body = timeout.readBeginning(response) // only for the text of the error
	}
	c.counters.add(r.collection.Name, Tally{Bytes: int64(len(body))})
	if err == nil {
		status = response.StatusCode
	}
	size = len(body)
	answered = slog.Group("answer", "status", response.StatusCode,
		"request_id", shown(response.Header.Get("request-id"), maxRequestID, token))

	got := &page{request: r, body: body, header: response.Header}
	switch {
	case response.StatusCode != http.StatusOK:
		f = statusFailure(r, response, body)
	case err != nil:
		f = transportFailure(timeout.cause(err), c.root.Host)
	default:
		if got.contents, err = scan(body, r.headers); errors.Is(err, errManyRows) {
			f = refused(err)
		} else if err != nil {
			f = notJSON(response.Header, err)
			f.err.Page = r.asPage(bytes.Clone(body[:min(len(body), maxRefused)]))
		}
	}
	if response.StatusCode == http.StatusTooManyRequests {
		c.counters.add(r.collection.Name, Tally{Throttled: 1})
		// A request waits for no longer than its budget, so no window is shut for longer.
		c.governor.throttled(r.collection, r.record, min(f.after, c.options.RetryBudget))
	} else {
		c.governor.accepted(r.collection)
	}
	if wrong := c.heldClock(r, response, began); wrong != nil {
		f = wrong
	}
	if f != nil {
		f.err.RequestID = shown(response.Header.Get("request-id"), maxRequestID, token)
		return nil, f
	}
	if r.headers {
		r.place.leave() // the rows are all that is read of it
	}
	return got, nil
}

// pass waits until the governor lets a request go. When Graph has asked for a longer
// wait than the request can afford, it ends as busy and names that wait.
func (c *Client) pass(ctx context.Context, r request, budget *retryBudget) error {
	waited, err := c.governor.wait(ctx, r.collection, r.record, budget.left())
	budget.spent += waited
	if shut, ok := errors.AsType[*shutError](err); ok {
		f := busy(full, shut)
		f.locate(r)
		return f.err
	}
	return err
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
	f := refused(showError(err))
	f.locate(r)
	return f.err
}

// locate writes into the error which page it is about, and which record, if it is not
// about the whole tenant.
func (f *failure) locate(r request) {
	if !f.tenant {
		f.err.RecordID = r.record
	}
	if f.err.Err == nil {
		f.err.Err = fmt.Errorf("%s page %d", r.collection.Name, r.number)
		return
	}
	f.err.Err = fmt.Errorf("%s page %d: %w", r.collection.Name, r.number, f.err.Err)
}
