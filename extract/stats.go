package extract

import (
	"maps"
	"sync"
)

// Stats are the requests since New, by the name of the collection. Requests of the
// authority are under StatsToken; their Retried and Bytes are not counted.
type Stats map[string]Tally

// StatsToken is the name of the requests for a token.
const StatsToken = "token"

// Tally counts requests.
type Tally struct {
	Requests  int64 // all that were sent
	Throttled int64 // answered with 429
	Retried   int64 // sent again after a failure
	Bytes     int64 // of the bodies, unpacked
}

// Total adds up all collections.
func (s Stats) Total() Tally {
	var sum Tally
	for _, t := range s {
		sum = sum.plus(t)
	}
	return sum
}

func (t Tally) plus(more Tally) Tally {
	t.Requests += more.Requests
	t.Throttled += more.Throttled
	t.Retried += more.Retried
	t.Bytes += more.Bytes
	return t
}

// counters are Stats in the making.
type counters struct {
	mu    sync.Mutex
	stats Stats
}

func (c *counters) add(name string, more Tally) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stats == nil {
		c.stats = Stats{}
	}
	c.stats[name] = c.stats[name].plus(more)
}

// Stats gives the requests so far.
func (c *Client) Stats() Stats {
	c.counters.mu.Lock()
	defer c.counters.mu.Unlock()
	return maps.Clone(c.counters.stats)
}
