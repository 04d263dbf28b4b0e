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
	"callrecords/schema"
)

// successes say how each family of a tenant was exported last.
type successes struct {
	mu sync.Mutex
	of map[[2]string]standing // by tenant and family
}

// standing is how a family of a tenant was exported last.
type standing struct {
	last time.Time // when it succeeded; zero for never
	away error     // why the newest run could not ask Graph; nil when it could
}

// expect makes a family of a tenant one that has to succeed.
func (s *successes) expect(tenant, family string) { s.note(tenant, family, time.Time{}) }

// note notes a success, and returns the latest one.
func (s *successes) note(tenant, family string, at time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of == nil {
		s.of = map[[2]string]standing{}
	}
	key := [2]string{tenant, family}
	now := s.of[key]
	if at.After(now.last) {
		now.last = at
	}
	s.of[key] = now
	return now.last
}

// asked notes whether a run could ask Graph, by its error. A warehouse that fails says
// nothing of Graph.
func (s *successes) asked(tenant, family string, err error) {
	if fault := schema.FaultOf(err); fault != schema.FaultBusy && fault != schema.FaultDenied {
		err = nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := [2]string{tenant, family}
	if now, expected := s.of[key]; expected {
		now.away = err
		s.of[key] = now
	}
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
	for key := range m.successes.of {
		if gone(key[0]) {
			delete(m.successes.of, key)
			for _, metric := range m.labeled {
				metric.DeletePartialMatch(prometheus.Labels{"tenant": key[0]})
			}
		}
	}
}

// Late says which families of which tenants were not exported for too long, or could not
// be asked for by the newest run, because Graph did not answer or did not let it; nil
// when there is none. overdue is when the next success is overdue after the last one; the
// zero time is never.
func (m *Metrics) Late(overdue func(last time.Time) time.Time, now time.Time) error {
	m.successes.mu.Lock()
	defer m.successes.mu.Unlock()
	var late []error
	for _, key := range slices.SortedFunc(maps.Keys(m.successes.of), func(a, b [2]string) int {
		return slices.Compare(a[:], b[:])
	}) {
		last, away := m.successes.of[key].last, m.successes.of[key].away
		if away != nil {
			late = append(late, fmt.Errorf("tenant %s, %s: the newest run could not ask Graph: %w", key[0], key[1], away))
		}
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
