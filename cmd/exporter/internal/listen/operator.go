package listen

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/load/engine"
	"callrecords/load/engine/httpserver"
)

// Operator is what those who run the exporter may ask: how it is.
type Operator struct {
	Metrics http.Handler // of Prometheus; nil for none
	Late    func() error // why the exporter is not ready, but for the engine; nil never
}

// readyTimeout bounds the question whether all is ready: a probe does not wait longer.
const readyTimeout = 5 * time.Second

// operator answers operators.
type operator struct {
	Operator
	engine  engine.Engine // that must answer
	exposed bool          // other machines reach the address
	secret  func() (config.Secret, error)
	log     *slog.Logger
}

// newOperator takes from the configuration who may scrape.
func newOperator(o Operator, e engine.Engine, c config.Config, log *slog.Logger) *operator {
	m := c.Metrics
	return &operator{o, e, c.Listen.Exposed(), func() (config.Secret, error) {
		if m.PasswordFile == "" {
			return m.Password, nil
		}
		return config.ReadSecret(m.PasswordFile) // again each time: mounted secrets change
	}, log}
}

// before answers the paths of operators, and leaves all others to somebody else.
func (o *operator) before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, ours := map[string]http.HandlerFunc{
			"/healthz": func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") },
			"/readyz":  o.ready,
			"/metrics": o.metrics,
		}[r.URL.Path]
		if !ours || r.Method != http.MethodGet && r.Method != http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		// Who reads slowly holds nothing up for long; the next request begins anew.
		deadline := http.NewResponseController(w)
		_ = deadline.SetWriteDeadline(time.Now().Add(2 * readyTimeout))
		answer(w, r)
		_ = deadline.SetWriteDeadline(time.Time{})
	})
}

// metrics answers Prometheus.
func (o *operator) metrics(w http.ResponseWriter, r *http.Request) {
	status, why := o.admit(r)
	switch {
	case status == http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Basic realm="metrics"`)
		fallthrough
	case status != http.StatusOK:
		say(w, status, why)
	case o.Metrics == nil:
		say(w, http.StatusNotFound, "there are no metrics here")
	default:
		o.Metrics.ServeHTTP(w, r)
	}
}

// ready says whether all is well. Who may not know more is told yes or no.
func (o *operator) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
	defer cancel()
	err := o.wrong(ctx)
	if err == nil {
		say(w, http.StatusOK, "ready")
		return
	}
	why := "not ready"
	if status, _ := o.admit(r); status == http.StatusOK {
		why += ":\n" + err.Error()
	}
	say(w, http.StatusServiceUnavailable, why)
}

// wrong is why the exporter is not ready; nil is ready.
func (o *operator) wrong(ctx context.Context) error {
	var late error
	if o.Late != nil {
		late = o.Late()
	}
	err := o.engine.Exec(ctx, "SELECT 1")
	if err != nil {
		err = fmt.Errorf("the engine does not answer: %w", err)
	}
	return errors.Join(err, late)
}

// admit says whether somebody may see what is measured. On this machine all may, but
// not a web page that asks through a browser by a name of its own.
func (o *operator) admit(r *http.Request) (status int, why string) {
	if !o.exposed {
		if !httpserver.Local(r.Host) {
			return http.StatusForbidden, "without a password, only requests to localhost are served"
		}
		return http.StatusOK, ""
	}
	secret, err := o.secret()
	switch {
	case err != nil:
		o.log.WarnContext(r.Context(), "nobody can scrape", "error", fmt.Errorf("metrics.password_file: %w", err))
		return http.StatusForbidden, "the password of the metrics cannot be read; the log says why"
	case secret == "":
		return http.StatusForbidden, "to be scraped by other machines, set metrics.password_file"
	}
	_, password, _ := r.BasicAuth()
	if !httpserver.Equal(password, secret.Reveal()) {
		return http.StatusUnauthorized, "the password of the metrics is wanted"
	}
	return http.StatusOK, ""
}

// say answers in one line.
func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n")
}
