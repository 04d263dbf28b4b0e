package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/schema"
)

// runMetrics are about runs and their records.
type runMetrics struct {
	listed, fetched, loaded, setAside, lost *prometheus.CounterVec
	rows                                    *prometheus.CounterVec
	due, expiry                             *prometheus.GaugeVec
	ended                                   *prometheus.CounterVec
	underWay                                *prometheus.GaugeVec
	duration                                *prometheus.HistogramVec
	success                                 *prometheus.GaugeVec
}

func (m *Metrics) newRunMetrics() runMetrics {
	of := []string{"tenant", "family"}
	return runMetrics{
		listed: m.counter("records_listed_total", "Records that Graph listed, once per run.", of...),
		fetched: m.counter(
			"records_fetched_total",
			"Records that were fetched whole, whatever became of them.",
			of...),
		loaded: m.counter("records_loaded_total", "Records that were committed: readers see them.", of...),
		setAside: m.counter("records_set_aside_total",
			"Records that could not be flattened; their pages are in the archive.", of...),
		lost: m.counter("records_lost_total", "Records that Graph listed and no longer has.", of...),
		rows: m.counter("rows_loaded_total", "Rows of committed records.", append(of, "table")...),
		due: m.gauge("records_due",
			"Records that Graph showed and the warehouse lacks, as of the end of the latest run.", of...),
		expiry: m.gauge("oldest_due_expiry_timestamp_seconds",
			"When Graph forgets the due record that is nearest to it; absent when nothing is due.", of...),
		ended:    m.counter("runs_total", "Runs that ended, by outcome.", append(of, "outcome")...),
		underWay: m.gauge("runs_in_progress", "Runs that are under way.", of...),
		duration: m.histogram("run_duration_seconds", "Time that a run took, whatever became of it.",
			[]float64{1, 5, 15, 60, 300, 900, 1800, 3600, 4 * 3600, 12 * 3600}, of...),
		success: m.gauge(
			"last_success_timestamp_seconds",
			"When a run of run or serve last went to its end, "+
				"complete or partial; absent when none ever did.",
			of...),
	}
}

// Runs tells the metrics of the runs of one family of a tenant. Its counters are there
// from now on, so that a rate sees the first event, too.
func (m *Metrics) Runs(tenant, family string) pipeline.Observer {
	r := &m.runs
	of := []string{tenant, family}
	for _, c := range []*prometheus.CounterVec{r.listed, r.fetched, r.loaded, r.setAside, r.lost} {
		c.WithLabelValues(of...)
	}
	m.successes.expect(tenant, family)
	return pipeline.Observer{
		RunStarted:  func(schema.Run) { r.underWay.WithLabelValues(of...).Inc() },
		RunFinished: func(p pipeline.Report, err error) { m.finished(of, p, err) },
		BatchCommitted: func(b pipeline.CommittedBatch) {
			for table, n := range b.Tables {
				r.rows.WithLabelValues(tenant, family, table).Add(float64(n))
			}
		},
		RecordFinished: func(o schema.Outcome) { r.record(of, o) },
	}
}

// record counts what became of a record.
func (r *runMetrics) record(of []string, o schema.Outcome) {
	switch o.Kind {
	case schema.OutcomeLoaded:
		r.loaded.WithLabelValues(of...).Inc()
		if o.Aside > 0 {
			r.setAside.WithLabelValues(of...).Inc()
		}
	case schema.OutcomeSetAside:
		r.setAside.WithLabelValues(of...).Inc()
	case schema.OutcomeLost:
		r.lost.WithLabelValues(of...).Inc()
	}
	if o.Kind == schema.OutcomeLoaded || o.Kind == schema.OutcomeSetAside ||
		o.Kind == schema.OutcomeRefused {
		r.fetched.WithLabelValues(of...).Inc()
	}
}

// finished counts a run that ended.
func (m *Metrics) finished(of []string, p pipeline.Report, err error) {
	r := &m.runs
	r.underWay.WithLabelValues(of...).Dec()
	r.listed.WithLabelValues(of...).Add(float64(p.Listed))
	r.duration.WithLabelValues(of...).Observe(p.Finished.Sub(p.Started).Seconds())
	r.ended.WithLabelValues(of[0], of[1], p.Outcome).Inc()
	if err == nil || p.Left > 0 { // a failed run that left nothing may not have been able to ask
		r.due.WithLabelValues(of...).Set(float64(p.Left))
		if p.OldestDueExpires.IsZero() {
			r.expiry.DeleteLabelValues(of...)
		} else {
			r.expiry.WithLabelValues(of...).Set(float64(p.OldestDueExpires.Unix()))
		}
	}
	m.successes.asked(of[0], of[1], err)
	if err == nil && p.Regular() {
		m.Succeeded(of[0], of[1], p.Finished)
	}
}
