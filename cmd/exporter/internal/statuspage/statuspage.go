// Package statuspage shows what the command status says as a page for a browser: made by
// the server, without a script, without anything from elsewhere.
package statuspage

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"callrecords/cmd/exporter/internal/status"
)

// Path is where the page is.
const Path = "/status"

// Process is what the process does that shows the page.
type Process struct {
	Command  string // serve or warehouse
	Version  string
	Since    time.Time
	Schedule string    // cron; "" for a process that exports nothing
	Running  time.Time // when the run under way began; zero for none
	Next     time.Time // when the next run begins; zero when that is not known
}

// Options say what is shown.
type Options struct {
	Ask     func(context.Context) (status.Report, error) // reads the warehouse
	Process func() Process
	Zone    string // the time zone of the times unless the reader chooses one; "" is UTC
	Logger  *slog.Logger
}

// patience is how long a reader waits for the warehouse. Then the page says so, and the
// question goes on for the next one who looks.
const patience = 5 * time.Second

var (
	//go:embed page.css
	style string
	//go:embed page.html.tmpl
	text string

	page = template.Must(template.New("page").Funcs(words).Parse(text))

	// policy lets the page's own style sheet in, its empty icon, its form, and nothing else.
	policy = "default-src 'none'; style-src 'sha256-" + base64Sum(style) + "'; img-src data:; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

// handler answers with the page.
type handler struct {
	Options
	answers *answers
}

// New is the page, which asks the warehouse until the context is done.
func New(ctx context.Context, o Options) http.Handler {
	return &handler{o, &answers{ctx: ctx, ask: o.Ask}}
}

// ServeHTTP implements [http.Handler].
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	protect(head)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		head.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	v := newView(h.answers.latest(ctx), h.Process(), choiceOf(r.URL.Query()), h.Zone, time.Now())
	var body bytes.Buffer
	if err := page.Execute(&body, v); err != nil {
		h.Logger.ErrorContext(r.Context(), "the status page was not made", "error", err)
		http.Error(w, "the page cannot be made; the log says why", http.StatusInternalServerError)
		return
	}
	head.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(v.code())
	_, _ = body.WriteTo(w) // who went away needs no answer
}

// protect says what a browser may do with the page: show it, and keep nothing.
func protect(head http.Header) {
	head.Set("Cache-Control", "no-store")
	head.Set("Content-Security-Policy", policy)
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("X-Content-Type-Options", "nosniff")
}

// base64Sum is a text's SHA-256, as a content security policy names it.
func base64Sum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}
