package extract

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
)

// recordsPath is the path of all call records, below the Graph root.
const recordsPath = "/v1.0/communications/callRecords"

// Client reads the call records of one tenant. It is safe for concurrent use.
type Client struct {
	options  Options
	root     *url.URL // of Graph
	http     *http.Client
	tokens   *tokens
	governor *governor
	counters counters
}

// New checks the options, all mistakes at once, and reads the files of the
// credential. It does not use the network.
func New(o Options) (*Client, error) {
	o = o.withDefaults()
	if err := o.validate(); err != nil {
		return nil, err
	}
	root, err := url.Parse(o.graphRoot())
	if err != nil {
		return nil, fmt.Errorf("graph_root: %w", err)
	}
	c := &Client{options: o, root: root, http: newHTTP(o.Transport), governor: newGovernor(o.QuotaShare)}
	client := newHTTP(&recordingTransport{o.Transport, &c.counters})
	c.tokens = newTokens(newCredential(o, client), o.graphRoot()+"/.default", o)
	if _, err := c.tokens.credential.current(); err != nil {
		return nil, err
	}
	return c, nil
}

// Close drops idle connections. Nothing else outlives a call.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// listURL is where a list begins.
func (c *Client) listURL(query string) string { return c.root.String() + recordsPath + query }

// recordURL is the address of a record, or of something of it.
func (c *Client) recordURL(id, rest string) string {
	return c.root.String() + recordsPath + "/" + url.PathEscape(id) + rest
}

// newRequest has the headers that every request has. Next links carry query options
// but no headers, so those that ask for a next page need them again.
func (c *Client) newRequest(ctx context.Context, a request, token string) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, a.url, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Accept", "application/json;odata.metadata=minimal")
	r.Header.Set("Prefer", "include-unknown-enum-members")
	if a.prefer != "" {
		r.Header.Set("Prefer", "include-unknown-enum-members, "+a.prefer)
	}
	r.Header.Set("User-Agent", c.options.UserAgent)
	r.Header.Set("client-request-id", newGUID())
	return r, nil
}

// newGUID is a random one (RFC 9562, version 4).
func newGUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails, says its documentation
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
