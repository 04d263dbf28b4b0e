package metrics

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/push"
)

// pushTimeout bounds a push: a gateway that is away must not hold a run up.
const pushTimeout = 10 * time.Second

// job is the name under which a Pushgateway keeps the metrics.
const job = "callrecords"

// Push gives all metrics to a Pushgateway. Those that this process does not have, such
// as the last success after a failure, stay there as they are.
func (m *Metrics) Push(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, pushTimeout)
	defer cancel()
	// http.Client follows no redirects here: the metrics go where the user has said.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client := &http.Client{CheckRedirect: stay}
	if err := push.New(url, job).Gatherer(m.registry).Client(client).AddContext(ctx); err != nil {
		return fmt.Errorf("metrics.push_url: %w", err)
	}
	return nil
}

// WriteTextfile writes all metrics to a file, for the textfile collector of
// Prometheus' node exporter. Readers see the file before it or the whole new one.
func (m *Metrics) WriteTextfile(path string) error {
	if err := prometheus.WriteToTextfile(path, m.registry); err != nil {
		return fmt.Errorf("metrics.textfile: %w", err)
	}
	return nil
}
