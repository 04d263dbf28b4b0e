package extract

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"time"

	"callrecords/schema"
)

// request is one page to get.
type request struct {
	kind   kind
	scope  scope
	url    string
	number int    // of the page, from 1, for errors
	prefer string // a preference of its own
}

// page is a page that has come whole.
type page struct {
	body   []byte
	header http.Header
	contents
}

var errNotJSON = errors.New("the answer is not JSON")

// get asks until a page is whole or the budget is used up. Every attempt passes the
// governor. The error is a *schema.SourceError, or the context's.
func (c *Client) get(ctx context.Context, a request) (*page, error) {
	p := retryBudget{budget: c.options.RetryBudget}
	for renewed := false; ; {
		token, err := c.tokens.get(ctx)
		if err != nil {
			return nil, err
		}
		if err := c.governor.wait(ctx, a.scope); err != nil {
			return nil, err
		}
		began := time.Now()
		page, v := c.attempt(ctx, a, token)
		if v == nil {
			return page, nil
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		v.locate(a)
		if v.retry == reauth && !renewed {
			renewed = true
			if err := c.tokens.drop(ctx, token); err != nil {
				return nil, err
			}
		} else if err := p.again(ctx, v, time.Since(began)); err != nil {
			return nil, err
		}
		c.retrying(ctx, a, v, p.tries)
	}
}

// retrying counts and logs another attempt. After the second failure it starts on
// new connections, as the throttling and best-practice pages advise for 503 and 504.
func (c *Client) retrying(ctx context.Context, a request, v *failure, tries int) {
	c.counters[a.kind].retried.Add(1)
	c.options.Logger.DebugContext(ctx, "retry", "kind", a.kind.String(), "record", string(a.scope),
		"page", a.number, "status", v.err.Status, "tries", tries, "error", v.err.Err)
	if tries > 1 {
		c.http.CloseIdleConnections()
	}
}

// locate writes into the error which page it is about.
func (v *failure) locate(a request) {
	v.err.RecordID = string(a.scope)
	if v.err.Err == nil {
		v.err.Err = fmt.Errorf("%s page %d", a.kind, a.number)
		return
	}
	v.err.Err = fmt.Errorf("%s page %d: %w", a.kind, a.number, v.err.Err)
}

// attempt asks once.
func (c *Client) attempt(ctx context.Context, a request, token string) (*page, *failure) {
	s := newProgressTimeout(ctx)
	defer s.close()
	request, err := c.newRequest(s.ctx, a, token)
	if err != nil {
		return nil, refused(err)
	}
	c.counters[a.kind].requests.Add(1)
	response, err := c.http.Do(request)
	if err != nil {
		return nil, transportFailure(s.cause(err), c.root.Host)
	}
	defer response.Body.Close()
	body, err := s.read(response)
	c.counters[a.kind].bytes.Add(int64(len(body)))
	got, v := c.judge(a, response, body, s.cause(err))
	if v != nil {
		v.err.RequestID = response.Header.Get("request-id")
	}
	return got, v
}

// judge tells a page from all that is not one, and tells the governor.
func (c *Client) judge(a request, response *http.Response, body []byte, err error) (*page, *failure) {
	if response.StatusCode == http.StatusTooManyRequests {
		c.counters[a.kind].throttled.Add(1)
		v := statusFailure(a.kind, response, body)
		c.governor.throttled(a.scope, v.after)
		return nil, v
	}
	c.governor.accepted()
	if response.StatusCode != http.StatusOK {
		return nil, statusFailure(a.kind, response, body)
	}
	if err != nil {
		return nil, transportFailure(err, c.root.Host)
	}
	p, err := scan(body)
	if err != nil {
		v := malformed(response.Header, err)
		v.err.Page = a.page(body)
		return nil, v
	}
	return &page{body, response.Header, p}, nil
}

// malformed is a body that came whole and is not JSON. When it does not even say that
// it is, it is the page of some gateway; otherwise repeating it for long is no use.
func malformed(h http.Header, err error) *failure {
	media, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	if media != "application/json" {
		return busy(full, fmt.Errorf("%w, but %q", errNotJSON, media))
	}
	v := refused(fmt.Errorf("%w: %w", errNotJSON, err))
	v.retry = few
	return v
}

// page is a body as a page of a record; a list's is none.
func (a request) page(body []byte) schema.Page {
	kinds := map[kind]schema.PageKind{record: schema.PageRecord, sessions: schema.PageSessions, participants: schema.PageParticipants}
	if as, ok := kinds[a.kind]; ok {
		return schema.Page{Kind: as, URL: a.url, Body: body}
	}
	return schema.Page{}
}

// refuse is the error of a page that must not be followed.
func (a request) refuse(err error) *schema.SourceError {
	v := refused(err)
	v.locate(a)
	return v.err
}
