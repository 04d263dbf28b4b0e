package graphtest

import (
	"maps"
	"sync"
)

// Stats counts what a tenant was asked for.
type Stats struct {
	Total  int
	Counts map[Endpoint]map[int]int // by endpoint and status; 0 is a connection that was reset
	Faults map[Fault]int
	Bytes  int64 // of bodies, before compression
}

// Of gives the requests for an endpoint.
func (s Stats) Of(e Endpoint) int {
	n := 0
	for _, c := range s.Counts[e] {
		n += c
	}
	return n
}

// Status gives the answers with a status, over all endpoints.
func (s Stats) Status(code int) int {
	n := 0
	for _, byStatus := range s.Counts {
		n += byStatus[code]
	}
	return n
}

// Requests counts all requests since New.
func (t *Tenant) Requests() Stats { return t.stats.copy() }

type tally struct {
	mu   sync.Mutex
	seen uint64
	Stats
}

func newTally() *tally {
	return &tally{Stats: Stats{Counts: map[Endpoint]map[int]int{}, Faults: map[Fault]int{}}}
}

// next numbers a request.
func (t *tally) next() uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seen++
	return t.seen
}

func (t *tally) count(e Endpoint, status int, f Fault, bytes int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.Total++
	t.Bytes += int64(bytes)
	if t.Counts[e] == nil {
		t.Counts[e] = map[int]int{}
	}
	t.Counts[e][status]++
	if f != FaultNone {
		t.Faults[f]++
	}
}

func (t *tally) copy() Stats {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.Stats
	s.Counts, s.Faults = map[Endpoint]map[int]int{}, maps.Clone(t.Stats.Faults)
	for e, byStatus := range t.Stats.Counts {
		s.Counts[e] = maps.Clone(byStatus)
	}
	return s
}
