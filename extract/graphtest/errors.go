package graphtest

import (
	"fmt"
	"net/http"
	"time"
)

// fail gives an error in the shape of Graph:
// {"error":{"code","message","innerError":{"date","request-id","client-request-id"}}}.
func (x *exchange) fail(status int, code, message string) reply {
	w := &writer{}
	w.open("")
	w.open("error")
	w.str("code", code)
	w.str("message", message)
	w.open("innerError")
	x.inner(w)
	w.close()
	w.close()
	w.close()
	return reply{status: status, body: w.b}
}

func (x *exchange) inner(w *writer) {
	w.str("date", x.now.Format("2006-01-02T15:04:05"))
	w.str("request-id", x.request)
	w.str("client-request-id", x.clientRequest())
}

// clientRequest is the client's own id, or ours when it sent none.
func (x *exchange) clientRequest() string {
	if id := x.r.Header.Get("client-request-id"); id != "" {
		return id
	}
	return x.request
}

func (x *exchange) badRequest(message string) reply {
	return x.fail(http.StatusBadRequest, "BadRequest", message)
}

// notFound is the one answer for unknown, expired and not yet built.
func (x *exchange) notFound() reply {
	return x.fail(http.StatusNotFound, "NotFound", "Could not find the requested call record. "+
		"Records about calls or online meetings that started more than 30 days ago are not available.")
}

// throttled is 429 in the shape of the throttling page, Retry-After in seconds
// with a fraction.
func (x *exchange) throttled(wait time.Duration) reply {
	w := &writer{}
	w.open("")
	w.open("error")
	w.str("code", "TooManyRequests")
	w.open("innerError")
	w.str("code", "429")
	x.inner(w)
	w.str("message", "Please retry after")
	w.str("status", "429")
	w.close()
	w.str("message", "Please retry again later.")
	w.close()
	w.close()
	return reply{status: http.StatusTooManyRequests, header: retryAfter(wait), body: w.b}
}

func retryAfter(wait time.Duration) map[string]string {
	return map[string]string{"Retry-After": fmt.Sprintf("%.3f", wait.Seconds()+0.0005)}
}
