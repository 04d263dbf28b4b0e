package graphtest

import (
	"net/http"
	"sync"
	"time"
)

// Faults are the chances, 0 to 1, that a request goes wrong. They are rolled
// from the seed, the URL and how often it was asked for, so a repeated run has
// the same faults whatever the order of its requests.
type Faults struct {
	Throttle429       float64
	Unavailable503    float64 // with Retry-After every other time
	GatewayTimeout504 float64
	Internal500       float64
	Reset             float64 // the connection breaks before the answer
	Truncate          float64 // and in the middle of the body
	HTML              float64 // a page of a proxy, 200 and 502 in turn
	SlowBody          float64 // the body comes in pieces
	NotJSON           float64 // the body ends too early, its length is right
	TokenFail         float64 // 503 of the token endpoint

	RetryAfter time.Duration // of Throttle429 and Unavailable503, default 128 ms
	Pause      time.Duration // between the pieces of a slow body, default 20 ms

	// Fault is asked first, for directed tests: n counts the requests for this
	// method and URL from 1. FaultNone leaves it to the chances.
	Fault func(r *http.Request, n int) Fault
}

// Fault is one thing that goes wrong.
type Fault int

// The faults, one for each chance.
const (
	FaultNone Fault = iota
	FaultThrottle429
	FaultUnavailable503
	FaultGatewayTimeout504
	FaultInternal500
	FaultReset
	FaultTruncate
	FaultHTML
	FaultSlowBody
	FaultNotJSON
	FaultTokenFail
)

// chances are in the order of the constants, FaultNone left out.
func (f Faults) chances(e Endpoint) []float64 {
	switch e {
	case OpenID:
		return nil
	case Token:
		return []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, f.TokenFail}
	}
	return []float64{f.Throttle429, f.Unavailable503, f.GatewayTimeout504, f.Internal500, f.Reset,
		f.Truncate, f.HTML, f.SlowBody, f.NotJSON}
}

// mischief draws the faults.
type mischief struct {
	seed uint64
	Faults
	idle bool

	mu   sync.Mutex
	seen map[string]int // requests by method and URL
}

func newMischief(seed uint64, f Faults) *mischief {
	m := &mischief{seed: seed, Faults: f, seen: map[string]int{}, idle: f.Fault == nil}
	for _, p := range append(f.chances(List), f.TokenFail) {
		m.idle = m.idle && p == 0
	}
	return m
}

// draw gives the fault of a request and how often its URL was asked for.
func (m *mischief) draw(x *exchange) (Fault, int) {
	if m.idle {
		return FaultNone, 0
	}
	url := x.r.Method + " " + x.r.URL.RequestURI()
	m.mu.Lock()
	m.seen[url]++
	n := m.seen[url]
	m.mu.Unlock()
	if m.Fault != nil {
		if f := m.Fault(x.r, n); f != FaultNone {
			return f, n
		}
	}
	d := roll(m.seed, forFault, fingerprint(url), uint64(n))
	chance := d.unit()
	for i, p := range m.chances(x.endpoint) {
		if chance -= p; chance < 0 {
			return Fault(i + 1), n
		}
	}
	return FaultNone, n
}

// instead gives the answer of a fault that takes the place of the true one.
func (f Fault) instead(x *exchange, n int, opt Faults) (reply, bool) {
	var answer reply
	switch f {
	case FaultThrottle429:
		answer = x.throttled(opt.RetryAfter)
	case FaultUnavailable503:
		answer = x.fail(
			http.StatusServiceUnavailable,
			"serviceNotAvailable",
			"The service is temporarily unavailable.",
		)
		if n%2 == 1 {
			answer.header = retryAfter(opt.RetryAfter)
		}
	case FaultGatewayTimeout504:
		answer = x.fail(http.StatusGatewayTimeout, "UnknownError", "")
	case FaultInternal500:
		answer = x.fail(
			http.StatusInternalServerError,
			"InternalServerError",
			"An internal server error occurred.",
		)
	case FaultHTML:
		answer = gatewayPage(map[bool]int{true: http.StatusOK, false: http.StatusBadGateway}[n%2 == 1])
	case FaultTokenFail:
		answer = reply{
			status: http.StatusServiceUnavailable,
			body: []byte(
				`{"error":"temporarily_unavailable","error_description":"AADSTS90033: A transient error has occurred. Please try again.","error_codes":[90033]}`,
			),
		}
	}
	return answer, answer.status != 0 || f == FaultReset
}

func gatewayPage(status int) reply {
	return reply{status: status, header: map[string]string{"Content-Type": "text/html"},
		body: []byte(
			"<!DOCTYPE html>\n<html><head><title>Gateway</title></head><body><h2>Our services aren't available right now</h2></body></html>\n",
		)}
}
