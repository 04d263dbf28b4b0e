package listen

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/load/engine"
)

// answering is an engine that answers with an error, or well with nil.
type answering struct {
	engine.Engine
	err error
}

// Exec implements [engine.Engine].
func (a answering) Exec(context.Context, string) error { return a.err }

func TestOperatorsSeeWhatTheyMay(t *testing.T) {
	t.Parallel()
	late, away := errors.New("tenant t: no run has succeeded yet"), errors.New("connection refused")
	const local, others = "127.0.0.1:8123", "0.0.0.0:8123"
	for name, c := range map[string]struct {
		address, path, host    string
		secret, given, readers string
		late, engine           error
		status                 int
		want, not              string // in the answer
	}{
		"alive":                      {address: others, path: "/healthz", engine: away, status: 200, want: "ok"},
		"metrics, this machine":      {address: local, path: "/metrics", status: 200, want: "measured"},
		"metrics, of a web page":     {address: local, path: "/metrics", host: "evil.example:8123", status: 403, not: "measured"},
		"metrics, no password set":   {address: others, path: "/metrics", status: 403, want: "metrics.password_file"},
		"metrics, none given":        {address: others, path: "/metrics", secret: "s3", status: 401, not: "measured"},
		"metrics, a wrong one":       {address: others, path: "/metrics", secret: "s3", given: "s4", status: 401, not: "measured"},
		"metrics, the readers' one":  {address: others, path: "/metrics", secret: "s3", readers: "r", given: "r", status: 401},
		"metrics, none set or given": {address: others, path: "/metrics", readers: "r", given: "r", status: 403},
		"metrics, the right one":     {address: others, path: "/metrics", secret: "s3", given: "s3", status: 200, want: "measured"},
		"ready":                      {address: others, path: "/readyz", status: 200, want: "ready"},
		"late, this machine":         {address: local, path: "/readyz", late: late, status: 503, want: late.Error()},
		"no engine, this machine":    {address: local, path: "/readyz", engine: away, status: 503, want: "the engine does not answer: connection refused"},
		"late, others":               {address: others, path: "/readyz", late: late, status: 503, want: "not ready", not: "tenant"},
		"late, with the password":    {address: others, path: "/readyz", secret: "s3", given: "s3", late: late, status: 503, want: "tenant t"},
		"what is the readers'":       {address: others, path: "/ping", status: 418},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := config.Default()
			cfg.Listen.Address, cfg.Listen.Password = c.address, config.Secret(c.readers)
			cfg.Metrics.Password = config.Secret(c.secret)
			o := newOperator(Operator{
				Metrics: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "measured") }),
				Late:    func() error { return c.late },
			}, answering{err: c.engine}, cfg, slog.New(slog.DiscardHandler))
			r := httptest.NewRequest(http.MethodGet, c.path, nil)
			r.Host = c.address
			if c.host != "" {
				r.Host = c.host
			}
			if c.given != "" {
				r.SetBasicAuth("prometheus", c.given)
			}
			w := httptest.NewRecorder()
			o.before(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusTeapot)
			})).ServeHTTP(w, r)
			if got := w.Body.String(); w.Code != c.status || !strings.Contains(got, c.want) || c.not != "" && strings.Contains(got, c.not) {
				t.Errorf("got %d %q, want %d with %q and without %q", w.Code, got, c.status, c.want, c.not)
			}
		})
	}
}
