package metrics

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"callrecords/extract"
)

// quotas measure the quotas of all tenants whenever Prometheus asks.
type quotas struct {
	mu      sync.Mutex
	measure map[string]func() []extract.Quota // by tenant
	desc    *prometheus.Desc
}

func newQuotas() *quotas {
	return &quotas{
		measure: map[string]func() []extract.Quota{},
		desc: prometheus.NewDesc(
			prefix+"quota_used_ratio",
			"Share of one of Graph's limits that was used in its span until now; 1 is all that Graph lets through.",
			[]string{"tenant", "limit"},
			nil,
		),
	}
}

// Quotas says how a tenant's quotas are measured from now on.
func (m *Metrics) Quotas(tenant string, measure func() []extract.Quota) {
	m.quotas.mu.Lock()
	defer m.quotas.mu.Unlock()
	m.quotas.measure[tenant] = measure
}

// Describe implements [prometheus.Collector].
func (q *quotas) Describe(to chan<- *prometheus.Desc) { to <- q.desc }

// Collect implements [prometheus.Collector].
func (q *quotas) Collect(to chan<- prometheus.Metric) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for tenant, measure := range q.measure {
		for _, limit := range measure() {
			used := float64(limit.Used) / float64(limit.Most)
			to <- prometheus.MustNewConstMetric(q.desc, prometheus.GaugeValue, used, tenant, limit.Limit)
		}
	}
}
