package extract

import "sync/atomic"

// kind is what a request is for.
type kind int

const (
	list         kind = iota // a page of headers
	record                   // a record with its first sessions
	sessions                 // a further page of sessions
	participants             // a page of participants
	version                  // the header again, to see whether the record has changed
	token                    // the authority
	kinds        = iota
)

func (k kind) String() string {
	return [kinds]string{"list", "record", "sessions", "participants", "version", "token"}[k]
}

// Stats are the requests since New, by what they were for.
type Stats struct {
	List         Tally
	Record       Tally // with the first page of sessions
	Sessions     Tally // further pages
	Participants Tally
	Version      Tally // reading a header again
	Token        Tally // all requests of the authority; Retried and Bytes are not counted
}

// Tally counts requests of one kind.
type Tally struct {
	Requests  int64 // all that were sent
	Throttled int64 // answered with 429
	Retried   int64 // sent again after a failure
	Bytes     int64 // of the bodies, unpacked
}

// Total adds up all kinds.
func (s Stats) Total() Tally {
	var sum Tally
	for _, t := range [kinds]Tally{s.List, s.Record, s.Sessions, s.Participants, s.Version, s.Token} {
		sum.Requests += t.Requests
		sum.Throttled += t.Throttled
		sum.Retried += t.Retried
		sum.Bytes += t.Bytes
	}
	return sum
}

// counters are Stats in the making.
type counters [kinds]struct{ requests, throttled, retried, bytes atomic.Int64 }

func (c *counters) of(k kind) Tally {
	n := &c[k]
	return Tally{n.requests.Load(), n.throttled.Load(), n.retried.Load(), n.bytes.Load()}
}

// Stats gives the requests so far.
func (c *Client) Stats() Stats {
	n := &c.counters
	return Stats{n.of(list), n.of(record), n.of(sessions), n.of(participants), n.of(version), n.of(token)}
}
