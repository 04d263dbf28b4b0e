package listen

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/login"
	"callrecords/load/engine"
	"callrecords/load/engine/httpserver"
)

// Operator is what those who run the exporter may ask: how it is.
type Operator struct {
	Metrics http.Handler    // of Prometheus; nil for none
	Late    func() error    // why the exporter is not ready, but for the engine; nil never
	Pages   map[string]Page // for browsers, by path; a path that ends in / has all below it
	Home    string          // the page that a browser gets that asks for /
	Style   string          // sheet of the page to log in

	// Listening is told the address once it is served; nil tells nobody.
	Listening func(url string)
}

// Page makes a page over the engine that is served. The context ends when serving does.
type Page func(ctx context.Context, e engine.Engine) http.Handler

// readyTimeout bounds the question whether all is ready: a probe does not wait longer.
const readyTimeout = 5 * time.Second

// operator answers operators.
type operator struct {
	Operator
	engine  engine.Engine // that must answer
	pages   map[string]http.Handler
	exposed bool // other machines reach the address
	secret  func() (config.Secret, error)
	reader  reader
	door    *login.Door
	log     *slog.Logger
}

// reader is who may see the warehouse itself, and so the pages; no password is nobody.
type reader struct{ user, password string }

// newOperator takes from the configuration who may scrape.
func newOperator(
	ctx context.Context, o Operator, e engine.Engine, c config.Config, who reader, log *slog.Logger,
) *operator {
	m := c.Metrics
	pages := map[string]http.Handler{}
	for path, page := range o.Pages {
		pages[path] = page(ctx, e)
	}
	op := &operator{
		Operator: o,
		engine:   e,
		pages:    pages,
		exposed:  c.Listen.Exposed(),
		reader:   who,
		log:      log,
		secret: func() (config.Secret, error) {
			if m.PasswordFile == "" {
				return m.Password, nil
			}
			return config.ReadSecret(m.PasswordFile) // again each time: mounted secrets change
		},
	}
	op.door = login.New(login.Options{
		Check: op.knows, User: who.user, Home: o.Home, Style: o.Style, Secure: c.Listen.TLSCertificateFile != "", Logger: log,
	})
	return op
}

// before answers the paths of operators, and leaves all others to somebody else.
func (o *operator) before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := o.answer(r)
		if answer == nil {
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

// answer is how a request is answered; nil is by somebody else.
func (o *operator) answer(r *http.Request) http.HandlerFunc {
	page, reads := o.page(r.URL.Path), r.Method == http.MethodGet || r.Method == http.MethodHead
	switch {
	case page != nil:
		return o.toPages(page)
	case o.exposed && len(o.pages) > 0 && (r.URL.Path == login.Path || r.URL.Path == login.Out):
		return o.door.ServeHTTP
	case !reads:
		return nil
	case r.URL.Path == "/healthz":
		return func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") }
	case r.URL.Path == "/readyz":
		return o.ready
	case r.URL.Path == "/metrics" && o.Metrics == nil:
		return func(w http.ResponseWriter, _ *http.Request) {
			say(w, http.StatusNotFound, "there are no metrics here")
		}
	case r.URL.Path == "/metrics":
		return o.behind("metrics", false, o.Metrics)
	// Clients of ClickHouse ask for / too, to see whether it is there; only browsers ask for HTML.
	case r.URL.Path == "/" && r.URL.RawQuery == "" && o.Home != "" &&
		strings.Contains(r.Header.Get("Accept"), "text/html"):
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, o.Home, http.StatusFound) }
	}
	return nil
}

// page is the page at a path, or the one that has all below it; nil for none.
func (o *operator) page(path string) http.Handler {
	if page := o.pages[path]; page != nil {
		return page
	}
	for at, page := range o.pages {
		if strings.HasSuffix(at, "/") && (strings.HasPrefix(path, at) || path+"/" == at) {
			return page
		}
	}
	return nil
}

// toPages lets in who has logged in, or gives a password with the request; a browser without
// one is sent to log in.
func (o *operator) toPages(page http.Handler) http.HandlerFunc {
	otherwise := o.behind("pages", true, page)
	return func(w http.ResponseWriter, r *http.Request) {
		_, _, tried := r.BasicAuth()
		switch {
		case !o.exposed:
			otherwise(w, r)
		case o.door.Knows(r):
			page.ServeHTTP(w, r)
		case !tried && r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") && o.hasPassword():
			o.door.Ask(w, r)
		default:
			otherwise(w, r)
		}
	}
}

// tried holds back who tries passwords, whatever they are given to. On this machine nobody is
// kept from the store by another one's mistakes.
func (o *operator) tried(r *http.Request, right bool) time.Duration {
	if !o.exposed {
		return 0
	}
	return o.door.Tries.Try(login.Remote(r), right, time.Now())
}

// hasPassword says whether there is any password that lets somebody in.
func (o *operator) hasPassword() bool {
	secret, err := o.secret()
	return o.reader.password != "" || err == nil && secret != ""
}

// knows says whether a user and password are those of readers, or the password that of who
// scrapes, who may see the pages too.
func (o *operator) knows(user, password string) bool {
	if secret, err := o.secret(); err == nil && secret != "" &&
		httpserver.Equal(password, secret.Reveal()) {
		return true
	}
	return o.reader.password != "" && httpserver.Equal(user, o.reader.user) &&
		httpserver.Equal(password, o.reader.password)
}

// behind answers who may come in: who scrapes, and readers where it says so.
func (o *operator) behind(realm string, readers bool, next http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		status, why := o.admit(r, readers)
		if status == http.StatusOK {
			next.ServeHTTP(w, r)
			return
		}
		switch status {
		case http.StatusUnauthorized:
			w.Header().Set("WWW-Authenticate", `Basic realm="`+realm+`", charset="UTF-8"`)
		case http.StatusTooManyRequests:
			w.Header().Set("Retry-After", "60")
		}
		say(w, status, why)
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
	if status, _ := o.admit(r, false); status == http.StatusOK {
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
func (o *operator) admit(r *http.Request, readers bool) (status int, why string) {
	if !o.exposed {
		if !httpserver.Local(r.Host) {
			return http.StatusForbidden, "without a password, only requests to localhost are served"
		}
		return http.StatusOK, ""
	}
	secret, err := o.secret()
	user, given, tried := r.BasicAuth()
	readers = readers && o.reader.password != ""
	right := err == nil && secret != "" && httpserver.Equal(given, secret.Reveal()) ||
		readers && o.knows(user, given)
	switch {
	case tried && o.tried(r, right) > 0:
		return http.StatusTooManyRequests, "too many wrong passwords; try again in a minute"
	case right:
		return http.StatusOK, ""
	case err != nil:
		o.log.WarnContext(
			r.Context(),
			"nobody can scrape",
			"error",
			fmt.Errorf("metrics.password_file: %w", err),
		)
	}
	switch {
	case readers || err == nil && secret != "":
		if tried {
			o.log.WarnContext(r.Context(), "client refused", "remote", r.RemoteAddr, "user", user)
		}
		return http.StatusUnauthorized, "the password of the metrics is wanted"
	case err != nil:
		return http.StatusForbidden, "the password of the metrics cannot be read; the log says why"
	}
	return http.StatusForbidden, "to be scraped by other machines, set metrics.password_file"
}

// say answers in one line.
func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n")
}
