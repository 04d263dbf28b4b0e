package extract

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"callrecords/schema"
)

// MaxSkew is how far our clock may be from Graph's. Windows, expiry and what a 404
// means are judged by our clock; with a wrong one records are missed, or called lost.
const MaxSkew = 5 * time.Minute

// clock holds ours against Graph's, by the Date of its answers.
type clock struct {
	mu    sync.Mutex
	skew  time.Duration
	known bool
}

// Skew is how far Graph's clock is ahead of ours, to the second, as of its latest
// answer. It is not known before the first answer that has a Date.
func (c *Client) Skew() (skew time.Duration, known bool) {
	c.clock.mu.Lock()
	defer c.clock.mu.Unlock()
	return c.clock.skew, c.clock.known
}

// note takes the Date of an answer to a request that was sent at a time. An answer
// out of a cache (RFC 9111, Age) has the Date of another time.
func (c *clock) note(h http.Header, sent time.Time) {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil || h.Get("Age") != "" {
		return
	}
	middle := sent.Add(time.Since(sent) / 2)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.skew, c.known = date.Sub(middle).Round(time.Second), true
}

// heldClock is the failure of an answer that our clock is too wrong for: no list and no
// 404 may be believed then. It is about the tenant, not about a record. Answers that
// tell of other failures are not looked at: they may be those of some gateway.
func (c *Client) heldClock(r request, answer *http.Response, sent time.Time) *failure {
	if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusNotFound {
		return nil
	}
	c.clock.note(answer.Header, sent)
	skew, known := c.Skew()
	if !known || skew.Abs() <= MaxSkew || r.anyClock {
		return nil
	}
	side := "behind"
	if skew < 0 {
		side = "ahead of"
	}
	return &failure{tenant: true, err: &schema.SourceError{
		Fault: schema.FaultDenied, Status: answer.StatusCode,
		Err:    fmt.Errorf("the clock of this machine is %v %s Graph's", skew.Abs(), side),
		Remedy: "set it (NTP), then run again",
	}}
}
