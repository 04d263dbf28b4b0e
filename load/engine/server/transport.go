package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// summaryHeader is what a finished statement did, as JSON whose numbers are
// texts (ClickHouse documentation, "HTTP interface").
const summaryHeader = "X-ClickHouse-Summary"

const (
	// idleTimeout ends an idle connection before the server does
	// (keep_alive_timeout, 10 s in 25.3): an insert on a connection that ends
	// at that moment would have to be started over.
	idleTimeout = 5 * time.Second

	// bufferSize is that of bodies on their way to the network, in bytes.
	bufferSize = 256 << 10
)

// receipt is what the server says about one insert.
type receipt struct {
	signed  bool  // there was a summary
	written int64 // rows
}

type receiptKey struct{}

// withReceipt is a context whose insert fills in the receipt. The driver reads
// no summaries, but it does take a transport, and that sees the headers.
func withReceipt(ctx context.Context, r *receipt) context.Context {
	return context.WithValue(ctx, receiptKey{}, r)
}

// transport is net/http's, for one connection of the driver.
type transport struct {
	*http.Transport
}

func newTransport(base *http.Transport) *transport {
	base.IdleConnTimeout = idleTimeout
	base.WriteBufferSize = bufferSize
	base.ReadBufferSize = bufferSize
	return &transport{base}
}

// RoundTrip implements [http.RoundTripper]. A redirect is an error: following
// it would send a body, or the password, to a place that nobody named.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := t.Transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if to := res.Header.Get("Location"); to != "" && res.StatusCode/100 == 3 {
		res.Body.Close()
		return nil, fmt.Errorf(
			"it redirects to another address (status %d); give that one in warehouse.url",
			res.StatusCode,
		)
	}
	// The driver may greet the server first, on a new connection and with the
	// same context. Only an insert has its statement in the URL.
	if r, ok := req.Context().Value(receiptKey{}).(*receipt); ok && req.URL.Query().Has("query") {
		*r = parseSummary(res.Header.Get(summaryHeader))
	}
	return res, nil
}

// parseSummary reads a summary header; anything else is an unsigned receipt.
func parseSummary(text string) receipt {
	var summary struct {
		Written *int64 `json:"written_rows,string"`
	}
	if err := json.Unmarshal([]byte(text), &summary); err != nil || summary.Written == nil {
		return receipt{}
	}
	return receipt{signed: true, written: *summary.Written}
}
