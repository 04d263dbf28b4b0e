package extract

import (
	"bytes"
	"context"
	"io"
	"net/http"
)

// recordingTransport carries azidentity's requests and notes what came back, because
// azidentity tells of a failure in words. Its credentials do not agree on whether their errors
// hold the answer or the cause.
type recordingTransport struct {
	http.RoundTripper
	counters *counters
}

// exchange is the latest request of one call for a token.
type exchange struct {
	host   string // "" when none was sent
	header http.Header
	status int    // 0 without an answer
	body   []byte // of an answer that is not 200, its beginning
	err    error  // no answer
}

type exchangeKey struct{}

const maxTokenError = 64 << 10 // bytes of an error that are kept

// RoundTrip implements http.RoundTripper.
func (t *recordingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.counters.add(StatsToken, Tally{Requests: 1})
	x, ok := r.Context().Value(exchangeKey{}).(*exchange)
	if !ok {
		x = &exchange{}
	}
	response, err := t.RoundTripper.RoundTrip(r)
	*x = exchange{host: r.URL.Host, err: err}
	if err != nil {
		return nil, err
	}
	x.header, x.status = response.Header, response.StatusCode
	if x.status == http.StatusTooManyRequests {
		t.counters.add(StatsToken, Tally{Throttled: 1})
	}
	if x.status != http.StatusOK {
		x.body, x.err = io.ReadAll(io.LimitReader(response.Body, maxTokenError))
		_ = response.Body.Close()
		response.Body = io.NopCloser(bytes.NewReader(x.body))
	}
	return response, nil
}

func withExchange(ctx context.Context) (context.Context, *exchange) {
	x := &exchange{}
	return context.WithValue(ctx, exchangeKey{}, x), x
}
