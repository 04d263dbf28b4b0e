package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"callrecords/extract"
)

// graphMetrics are about the requests to Microsoft Graph. An endpoint is a collection
// of package extract, so that the labels are few whatever is asked.
type graphMetrics struct {
	requests  *prometheus.CounterVec
	throttled *prometheus.CounterVec
	waited    *prometheus.CounterVec
	latency   *prometheus.HistogramVec
}

func (m *Metrics) newGraphMetrics() graphMetrics {
	return graphMetrics{
		requests: m.counter("requests_total",
			"Requests to Graph and to the token endpoint, by what came of them.",
			"tenant", "endpoint", "outcome"),
		throttled: m.counter("throttled_requests_total",
			"Requests that were answered with 429.", "tenant", "endpoint"),
		waited: m.counter("request_wait_seconds_total", "Seconds that requests were held back, "+
			"added up over all that wait at once: quota is our share of Graph's limits, retry follows a failure.", "tenant", "endpoint", "reason"),
		latency: m.histogram(
			"request_duration_seconds",
			"Time from a request to the last byte of its answer.",
			[]float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60},
			"tenant",
			"endpoint",
		),
	}
}

// Requests tells the metrics of a tenant's requests.
func (m *Metrics) Requests(tenant string) extract.Observer {
	return extract.Observer{
		Answered: func(a extract.Answer) {
			m.graph.requests.WithLabelValues(tenant, a.Collection, string(a.Outcome)).Inc()
			throttled := m.graph.throttled.WithLabelValues(tenant, a.Collection)
			if a.Outcome == extract.AnswerThrottled {
				throttled.Inc()
			}
			m.graph.latency.WithLabelValues(tenant, a.Collection).Observe(a.Duration.Seconds())
		},
		Waited: func(w extract.Wait) {
			m.graph.waited.WithLabelValues(tenant, w.Collection, string(w.Reason)).Add(w.Duration.Seconds())
		},
	}
}
