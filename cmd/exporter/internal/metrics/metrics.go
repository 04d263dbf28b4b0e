// Package metrics is what Prometheus may ask of the exporter: counts and gauges of
// requests, records, runs and tables. Nothing here decides anything; docs/metrics.md
// has the table of all metrics, which a test holds against the code.
package metrics

import (
	"net/http"
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"callrecords/load"
)

// prefix begins every name of ours. The names are a contract: alerts of others are
// built on them.
const prefix = "callrecords_"

// Metrics are all metrics of one process. It may be used from several goroutines.
type Metrics struct {
	registry  *prometheus.Registry
	graph     graphMetrics
	runs      runMetrics
	engine    *prometheus.CounterVec
	tableRows *prometheus.GaugeVec
	tableSize *prometheus.GaugeVec
	quotas    *quotas
	successes successes
	labeled   []interface{ DeletePartialMatch(prometheus.Labels) int } // all that have labels
}

// New makes the metrics of a program of some version.
func New(version string) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry(), quotas: newQuotas()}
	build := m.gauge("build_info", "1; the labels say what runs.", "version", "go_version")
	build.WithLabelValues(version, runtime.Version()).Set(1)
	m.graph = m.newGraphMetrics()
	m.runs = m.newRunMetrics()
	m.engine = m.counter("engine_errors_total",
		"Statements and inserts that failed: exception is an error that the engine reported itself, "+
			"unknown is any other, such as a lost connection.", "operation", "kind")
	for _, operation := range operations {
		for _, kind := range kinds {
			m.engine.WithLabelValues(operation, kind)
		}
	}
	m.tableRows = m.gauge("table_rows", "Rows that a table of the warehouse holds, as of the end of the "+
		"latest run; on a cluster, those of all nodes.", "table")
	m.tableSize = m.gauge(
		"table_size_bytes",
		"Bytes that a table of the warehouse takes on disk, as of the end "+
			"of the latest run; on a cluster, those of all nodes.",
		"table",
	)
	m.registry.MustRegister(m.quotas, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler answers what Prometheus asks.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
}

// Tables says how large the tables of the warehouse are.
func (m *Metrics) Tables(sizes []load.TableSize) {
	for _, s := range sizes {
		m.tableRows.WithLabelValues(s.Table).Set(float64(s.Rows))
		m.tableSize.WithLabelValues(s.Table).Set(float64(s.Bytes))
	}
}

// counter makes a counter.
func (m *Metrics) counter(name, help string, labels ...string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + name, Help: help}, labels)
	m.registry.MustRegister(c)
	m.labeled = append(m.labeled, c)
	return c
}

// gauge makes a gauge.
func (m *Metrics) gauge(name, help string, labels ...string) *prometheus.GaugeVec {
	g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: prefix + name, Help: help}, labels)
	m.registry.MustRegister(g)
	m.labeled = append(m.labeled, g)
	return g
}

// histogram makes a histogram of seconds.
func (m *Metrics) histogram(
	name, help string,
	seconds []float64,
	labels ...string,
) *prometheus.HistogramVec {
	h := prometheus.NewHistogramVec(
		prometheus.HistogramOpts{Name: prefix + name, Help: help, Buckets: seconds}, labels)
	m.registry.MustRegister(h)
	m.labeled = append(m.labeled, h)
	return h
}
