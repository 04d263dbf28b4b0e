package listen

import (
	"cmp"
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
	"callrecords/load/engine/httpserver"
)

// answering is an engine that answers with an error, or well with nil.
type answering struct {
	engine.Engine
	err error
}

// Exec implements [engine.Engine].
func (a answering) Exec(context.Context, string) error { return a.err }

// saying is a page with a text.
func saying(text string) Page {
	return func(context.Context, engine.Engine) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
	}
}

// Who tries passwords with requests is held back like who tries them on the page, whatever the
// requests are for: one password opens them all.
func TestPasswordsOfRequestsCannotBeTried(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"/status", "/metrics", "/readyz", "/?query=SELECT+1"} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			cfg := config.Default()
			cfg.Listen.Address, cfg.Listen.Password, cfg.Metrics.Password = "0.0.0.0:8123", "r", "m"
			o := newOperator(t.Context(), Operator{
				Pages: map[string]Page{"/status": saying("a page")}, Metrics: http.NotFoundHandler(),
			}, answering{err: errors.New("away")}, cfg, reader{"reader", "r"}, slog.New(slog.DiscardHandler))
			pages := o.before(httpserver.New(nil, httpserver.Options{User: "reader", Password: "r", Tried: o.tried}))
			ask := func(at, password string) int {
				r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, at, nil)
				r.SetBasicAuth("reader", password)
				w := httptest.NewRecorder()
				pages.ServeHTTP(w, r)
				return w.Code
			}
			if got := ask("/status", "r"); got != http.StatusOK {
				t.Fatalf("got status %d, want 200", got)
			}
			for range 10 {
				ask(at, "wrong")
			}
			if got := ask("/status", "r"); got != http.StatusTooManyRequests {
				t.Errorf("got status %d after ten wrong passwords, want 429", got)
			}
			if got := ask("/?query=SELECT+1", "r"); got/100 != 4 {
				t.Errorf("got status %d of the interface after ten wrong passwords, want it refused", got)
			}
		})
	}
}

func TestOperatorsSeeWhatTheyMay(t *testing.T) {
	t.Parallel()
	late, away := errors.New("tenant t: no run has succeeded yet"), errors.New("connection refused")
	const local, others = "127.0.0.1:8123", "0.0.0.0:8123"
	for name, c := range map[string]struct {
		address, path, host    string
		method, accept, user   string // GET, none and the readers' name
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
		"page, this machine":         {address: local, path: "/status", status: 200, want: "a page"},
		"page, of a web page":        {address: local, path: "/status", host: "evil.example:8123", status: 403, not: "a page"},
		"page, no password set":      {address: others, path: "/status", status: 403, want: "metrics.password_file"},
		"page, none given":           {address: others, path: "/status", secret: "s3", status: 401, not: "a page"},
		"page, a wrong one":          {address: others, path: "/status", readers: "r", given: "x", status: 401, not: "a page"},
		"page, the operators' one":   {address: others, path: "/status", secret: "s3", given: "s3", status: 200, want: "a page"},
		"page, the readers' one":     {address: others, path: "/status", secret: "s3", readers: "r", given: "r", status: 200, want: "a page"},
		"page, another user":         {address: others, path: "/status", readers: "r", user: "x", given: "r", status: 401, not: "a page"},
		"page, written to":           {address: local, method: http.MethodPost, path: "/status", status: 200, want: "a page"},
		"page below, this machine":   {address: local, path: "/pages/a/b", status: 200, want: "below"},
		"page below, its folder":     {address: local, path: "/pages", status: 200, want: "below"},
		"page, of a browser":         {address: others, path: "/status", accept: "text/html", readers: "r", status: 303, not: "a page"},
		"page, browser and password": {address: others, path: "/status", accept: "text/html", readers: "r", given: "r", status: 200, want: "a page"},
		"page, browser, none set":    {address: others, path: "/status", accept: "text/html", status: 403, want: "metrics.password_file"},
		"login, others":              {address: others, path: "/login", readers: "r", status: 200, want: "Log in"},
		"login, this machine":        {address: local, path: "/login", status: 418},
		"home, of a browser":         {address: others, accept: "text/html,*/*;q=0.8", path: "/", status: 302, want: "/status"},
		"home, of a client":          {address: others, accept: "*/*", path: "/", status: 418},
		"home, with a statement":     {address: others, accept: "text/html", path: "/?query=SELECT+1", status: 418},
		"home, written to":           {address: others, method: http.MethodPost, accept: "text/html", path: "/", status: 418},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := config.Default()
			cfg.Listen.Address, cfg.Listen.Password = c.address, config.Secret(c.readers)
			cfg.Metrics.Password = config.Secret(c.secret)
			o := newOperator(t.Context(), Operator{
				Home: "/status", Pages: map[string]Page{"/status": saying("a page"), "/pages/": saying("below")},
				Metrics: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "measured") }),
				Late:    func() error { return c.late },
			}, answering{err: c.engine}, cfg, reader{"reader", c.readers}, slog.New(slog.DiscardHandler))
			r := httptest.NewRequest(cmp.Or(c.method, http.MethodGet), c.path, nil)
			r.Header.Set("Accept", c.accept)
			r.Host = c.address
			if c.host != "" {
				r.Host = c.host
			}
			if c.given != "" {
				r.SetBasicAuth(cmp.Or(c.user, "reader"), c.given)
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
