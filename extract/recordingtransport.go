package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// recordingTransport carries azidentity's requests and notes what came back, because
// azidentity tells of a failure in words. Its credentials do not agree on whether their errors
// hold the answer or the cause.
//
// It also sees to what azidentity does not: that the secret goes to the configured
// authority only, since the address of the token endpoint is in an answer, and that no
// answer is larger than one can be.
type recordingTransport struct {
	http.RoundTripper
	authority *url.URL // nil when what we send proves nothing
	counters  *counters
	observer  Observer
}

// exchange is the latest request of one call for a token.
type exchange struct {
	host   string // "" when none was sent
	header http.Header
	status int      // 0 without an answer
	body   []byte   // of the answer
	err    error    // no answer, or not all of it
	proof  []string // what was sent to prove who we are, for hiding it
}

type exchangeKey struct{}

// maxTokenAnswer bounds what is read of an answer. A token with many groups and roles is some
// 10 KB, and so is the OIDC document.
const maxTokenAnswer = 1 << 20

var (
	errLongAnswer = fmt.Errorf("the answer is larger than %d KiB", maxTokenAnswer>>10)
	errElsewhere  = errors.New("what proves who we are was to go to another host")
)

// RoundTrip implements http.RoundTripper.
func (t *recordingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.counters.add(StatsToken, Tally{Requests: 1})
	x, ok := r.Context().Value(exchangeKey{}).(*exchange)
	if !ok {
		x = &exchange{}
	}
	*x = exchange{host: shown(r.URL.Host, maxHost)}
	r = r.WithContext(r.Context()) // the caller's must stay as it is
	if x.proof, x.err = t.takeProof(r); x.err != nil {
		return nil, x.err
	}
	began, status := time.Now(), 0
	defer func() { t.observer.answered(r.Context(), StatsToken, status, x.err == nil, began) }()
	response, err := t.RoundTripper.RoundTrip(r)
	if err != nil {
		x.err = err
		return nil, err
	}
	x.header, x.status = response.Header, response.StatusCode
	if x.status == http.StatusTooManyRequests {
		t.counters.add(StatsToken, Tally{Throttled: 1})
	}
	x.body, x.err = io.ReadAll(io.LimitReader(response.Body, maxTokenAnswer+1))
	_ = response.Body.Close()
	if len(x.body) > maxTokenAnswer {
		x.err = errLongAnswer
	}
	if x.err != nil {
		return nil, x.err
	}
	status = x.status
	response.Body = io.NopCloser(bytes.NewReader(x.body))
	return response, nil
}

// takeProof gives what a request carries to prove who we are, and refuses to carry it to
// anyone but the authority.
func (t *recordingTransport) takeProof(r *http.Request) ([]string, error) {
	if t.authority == nil || r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	if r.URL.Scheme != t.authority.Scheme || host(r.URL) != host(t.authority) {
		return nil, fmt.Errorf("%w: %s", errElsewhere, shown(r.URL.Scheme+"://"+r.URL.Host, maxHost))
	}
	form, err := io.ReadAll(r.Body)
	_ = r.Body.Close()
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(form))
	values, err := url.ParseQuery(string(form))
	if err != nil {
		return nil, err
	}
	return slices.Concat(values["client_secret"], values["client_assertion"]), nil
}

func withExchange(ctx context.Context) (context.Context, *exchange) {
	x := &exchange{}
	return context.WithValue(ctx, exchangeKey{}, x), x
}
