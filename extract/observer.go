package extract

import (
	"context"
	"net/http"
	"time"
)

// Observer is told of a client's requests, for metrics. Each callback may be nil.
// They are called from many goroutines at once, and hold the request up until they
// return.
type Observer struct {
	// Answered follows every request that was sent, whatever came of it, but not one
	// that was broken off because the caller has stopped.
	Answered func(Answer)
	// Waited follows every wait before a request was sent, or sent again.
	Waited func(Wait)
}

// Answer is what came of one request.
type Answer struct {
	Collection string // as in Stats
	Outcome    AnswerOutcome
	Duration   time.Duration // until the last byte
}

// AnswerOutcome says in one word what came of a request.
type AnswerOutcome string

// What may come of a request.
const (
	AnswerTaken      AnswerOutcome = "ok"
	AnswerThrottled  AnswerOutcome = "throttled"    // 429
	AnswerNotFound   AnswerOutcome = "not_found"    // 404
	AnswerDenied     AnswerOutcome = "denied"       // 401, 403
	AnswerRejected   AnswerOutcome = "rejected"     // any other status below 500 but 200
	AnswerBroken     AnswerOutcome = "server_error" // 500 and above
	AnswerUnreadable AnswerOutcome = "unreadable"   // 200, and not what belongs there
	AnswerNone       AnswerOutcome = "no_answer"    // none, or not all of it
)

// AnswerOutcomes are all there are.
var AnswerOutcomes = []AnswerOutcome{
	AnswerTaken, AnswerThrottled, AnswerNotFound, AnswerDenied, AnswerRejected, AnswerBroken,
	AnswerUnreadable, AnswerNone,
}

// Wait is time in which a request was held back.
type Wait struct {
	Collection string // as in Stats
	Reason     WaitReason
	Duration   time.Duration
}

// WaitReason says why a request was held back.
type WaitReason string

// Why a request may be held back.
const (
	WaitQuota WaitReason = "quota" // our share of Graph's limits is used, or Graph has asked all to wait
	WaitRetry WaitReason = "retry" // the request before it failed
)

// answered tells of a request. A status of 0 is no answer.
func (o Observer) answered(ctx context.Context, collection string, status int, taken bool, began time.Time) {
	if o.Answered == nil || ctx.Err() != nil {
		return
	}
	o.Answered(Answer{collection, outcomeOf(status, taken), time.Since(began)})
}

// waited tells of a wait that has lasted since some time.
func (o Observer) waited(collection string, why WaitReason, since time.Time) {
	if d := time.Since(since); o.Waited != nil && d > 0 {
		o.Waited(Wait{collection, why, d})
	}
}

// outcomeOf is what came of a request, by the status of the answer.
func outcomeOf(status int, taken bool) AnswerOutcome {
	switch {
	case status == 0:
		return AnswerNone
	case status == http.StatusOK && taken:
		return AnswerTaken
	case status == http.StatusOK:
		return AnswerUnreadable
	case status == http.StatusTooManyRequests:
		return AnswerThrottled
	case status == http.StatusNotFound:
		return AnswerNotFound
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return AnswerDenied
	case status >= http.StatusInternalServerError:
		return AnswerBroken
	}
	return AnswerRejected
}

// Quota is how much of one limit is in use.
type Quota struct {
	Limit string // its name
	Used  int    // requests in its span until now
	Most  int    // requests that Graph lets through in its span
}

// Quotas are the limits of the whole tenant that requests have met so far, in no
// order. Those of one record are too many to be told.
func (c *Client) Quotas() []Quota { return c.governor.quotas(time.Now()) }

// quotas reads the windows of the whole tenant.
func (g *governor) quotas(now time.Time) []Quota {
	g.mu.Lock()
	defer g.mu.Unlock()
	var all []Quota
	for key, w := range g.windows {
		if key.record == "" {
			all = append(all, Quota{key.limit.Name, w.used(now), key.limit.Requests})
		}
	}
	return all
}
