package extract

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/google/uuid"
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
	inFlight inFlight
	clock    clock
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
	c := &Client{
		options: o, root: root, http: newHTTP(o.Transport),
		governor: newGovernor(o.QuotaShare, o.Shards, o.Logger), inFlight: newInFlight(),
	}
	authority, err := o.tokenAuthority()
	if err != nil {
		return nil, err
	}
	client := newHTTP(&recordingTransport{o.Transport, authority, &c.counters, o.Observer})
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
func (c *Client) newRequest(ctx context.Context, r request, token string) (*http.Request, error) {
	send, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url, nil)
	if err != nil {
		return nil, err
	}
	send.Header.Set("Authorization", "Bearer "+token)
	send.Header.Set("Accept", "application/json;odata.metadata=minimal")
	send.Header.Set("Prefer", "include-unknown-enum-members")
	if r.prefer != "" {
		send.Header.Set("Prefer", "include-unknown-enum-members, "+r.prefer)
	}
	send.Header.Set("User-Agent", c.options.UserAgent)
	send.Header.Set("client-request-id", uuid.NewString())
	return send, nil
}
