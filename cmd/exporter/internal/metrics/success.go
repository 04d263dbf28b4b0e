package metrics

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"callrecords/extract"
)

// successes are when each family of a tenant was last exported.
type successes struct {
	mu   sync.Mutex
	last map[[2]string]time.Time // by tenant and family; zero for never
}

// expect makes a family of a tenant one that has to succeed.
func (s *successes) expect(tenant, family string) { s.note(tenant, family, time.Time{}) }

// note notes a success, and returns the latest one.
func (s *successes) note(tenant, family string, at time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		s.last = map[[2]string]time.Time{}
	}
	key := [2]string{tenant, family}
	if last := s.last[key]; last.After(at) {
		at = last
	}
	s.last[key] = at
	return at
}

// Succeeded notes when a run last went to its end, also one of an earlier process.
func (m *Metrics) Succeeded(tenant, family string, at time.Time) {
	if at = m.successes.note(tenant, family, at); !at.IsZero() {
		m.runs.success.WithLabelValues(tenant, family).Set(float64(at.Unix()))
	}
}

// Keep forgets all that is told of tenants that are exported no longer, the counters
// included: an alert on a tenant that has left would never end.
func (m *Metrics) Keep(tenants []string) {
	gone := func(tenant string) bool { return !slices.Contains(tenants, tenant) }
	m.quotas.mu.Lock()
	maps.DeleteFunc(m.quotas.measure, func(t string, _ func() []extract.Quota) bool { return gone(t) })
	m.quotas.mu.Unlock()
	m.successes.mu.Lock()
	defer m.successes.mu.Unlock()
	for key := range m.successes.last {
		if gone(key[0]) {
			delete(m.successes.last, key)
			for _, metric := range m.labeled {
				metric.DeletePartialMatch(prometheus.Labels{"tenant": key[0]})
			}
		}
	}
}

// Late says which families of which tenants were not exported for too long; nil when
// there is none. overdue is when the next success is overdue after the last one; the zero
// time is never.
func (m *Metrics) Late(overdue func(last time.Time) time.Time, now time.Time) error {
	m.successes.mu.Lock()
	defer m.successes.mu.Unlock()
	var late []error
	for _, key := range slices.SortedFunc(maps.Keys(m.successes.last), func(a, b [2]string) int {
		return slices.Compare(a[:], b[:])
	}) {
		last := m.successes.last[key]
		if last.IsZero() {
			late = append(late, fmt.Errorf("tenant %s, %s: no run has succeeded yet", key[0], key[1]))
			continue
		}
		if by := overdue(last); !by.IsZero() && now.After(by) {
			late = append(
				late,
				fmt.Errorf("tenant %s, %s: the last run that succeeded ended %s ago, at %s; "+
					"the next success was due by %s", key[0], key[1], now.Sub(last).Round(time.Second),
					last.UTC().Format(time.RFC3339), by.UTC().Format(time.RFC3339)),
			)
		}
	}
	return errors.Join(late...)
}
