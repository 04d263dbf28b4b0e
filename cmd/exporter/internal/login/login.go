// Package login lets people in who know the password, through a page, and knows them again
// by a cookie. What is kept is in this process only: when it ends, so do all sessions.
package login

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"callrecords/load/engine/httpserver"
)

// Path is where the page is; Out is where a session is ended.
const (
	Path = "/login"
	Out  = "/logout"
)

const (
	cookieName = "callrecords_session" // see [nameFor]
	lifetime   = 12 * time.Hour
	maxForm    = 16 << 10 // bytes
	maxSession = 1000     // at once; one more ends the oldest
)

// Options say who is let in.
type Options struct {
	Check  func(user, password string) bool
	User   string // that the form has in it
	Home   string // where people go who came from nowhere
	Style  string // sheet of the page
	Secure bool   // the cookie travels over TLS only
	Logger *slog.Logger
}

// Door is the page and those who were let in.
type Door struct {
	Options
	Tries    Tries
	sessions sessions
	page     *template.Template
	policy   string
}

//go:embed login.html.tmpl
var text string

// New is a door that nobody has passed yet.
func New(o Options) *Door {
	sum := sha256.Sum256([]byte(o.Style))
	return &Door{Options: o, page: template.Must(template.New("login").Parse(text)),
		policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
			"'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"}
}

// Knows says whether a request is of somebody who was let in, with a password that still holds.
func (d *Door) Knows(r *http.Request) bool {
	cookie, err := r.Cookie(nameFor(r))
	if err != nil {
		return false
	}
	s, ok := d.sessions.of(cookie.Value, time.Now())
	return ok && d.Check(s.user, s.password)
}

// Ask sends a browser to the page, from where it comes back.
func (d *Door) Ask(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, Path+"?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
}

// ServeHTTP implements [http.Handler], at [Path] and [Out].
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Cache-Control", "no-store")
	head.Set("Content-Security-Policy", d.policy)
	head.Set("Referrer-Policy", "same-origin")
	head.Set("X-Content-Type-Options", "nosniff")
	switch {
	case r.Method == http.MethodPost && httpserver.Foreign(r):
		http.Error(w, "the form of another site is not taken", http.StatusForbidden)
	case r.Method == http.MethodPost && r.URL.Path == Out:
		d.leave(w, r)
	case r.Method == http.MethodPost:
		d.enter(w, r)
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		d.show(w, r, http.StatusOK, d.ended(r))
	default:
		head.Set("Allow", "GET, HEAD, POST")
		http.Error(w, "only GET, HEAD and POST", http.StatusMethodNotAllowed)
	}
}

// ended says that somebody was in and is no longer; "" of others.
func (d *Door) ended(r *http.Request) string {
	if _, err := r.Cookie(nameFor(r)); err != nil || d.Knows(r) {
		return ""
	}
	return "Your session has ended: the exporter was started anew, or its password changed. Log in again."
}

// show is the page.
func (d *Door) show(w http.ResponseWriter, r *http.Request, status int, wrong string) {
	next := local(r.FormValue("next"), d.Home)
	var body bytes.Buffer
	err := d.page.Execute(&body, map[string]any{
		"Style": template.CSS(d.Style), "User": d.User, "Next": next, "Wrong": wrong, "Known": d.Knows(r),
	})
	if err != nil {
		d.Logger.ErrorContext(r.Context(), "the login page was not made", "error", err)
		http.Error(w, "the page cannot be made; the log says why", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = body.WriteTo(w) // who went away needs no answer
}

// enter lets somebody in, or says why not.
func (d *Door) enter(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "the form cannot be read", http.StatusBadRequest)
		return
	}
	now := time.Now()
	user, password := r.PostFormValue("user"), r.PostFormValue("password")
	right := d.Check(user, password)
	if d.Tries.Try(Remote(r), right, now) > 0 {
		w.Header().Set("Retry-After", "60")
		d.show(w, r, http.StatusTooManyRequests, "Too many wrong passwords: try again in a minute.")
		return
	}
	if !right {
		d.Logger.WarnContext(r.Context(), "client refused", "remote", r.RemoteAddr, "user", user)
		d.show(
			w,
			r,
			http.StatusUnauthorized,
			"This user and password are not known. They are listen.user and listen.password_file of the exporter.",
		)
		return
	}
	if cookie, err := r.Cookie(nameFor(r)); err == nil {
		d.sessions.end(cookie.Value)
	}
	token := rand.Text()
	d.sessions.add(token, session{user, password, now.Add(lifetime)}, now)
	http.SetCookie(w, d.cookie(r, token, int(lifetime.Seconds())))
	http.Redirect(w, r, local(r.PostFormValue("next"), d.Home), http.StatusSeeOther)
}

// leave ends a session.
func (d *Door) leave(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie(nameFor(r)); err == nil {
		d.sessions.end(cookie.Value)
	}
	http.SetCookie(w, d.cookie(r, "", -1))
	http.Redirect(w, r, Path, http.StatusSeeOther)
}

// nameFor is what the cookie is called at a port: a browser sends one to all ports of a host, and
// two exporters would put each other's reader out.
func nameFor(r *http.Request) string {
	if _, port, err := net.SplitHostPort(r.Host); err == nil {
		return cookieName + "_" + port
	}
	return cookieName
}

// cookie is what a browser keeps: no script sees it, and no other site can have it sent.
func (d *Door) cookie(r *http.Request, token string, seconds int) *http.Cookie {
	return &http.Cookie{
		Name:     nameFor(r),
		Value:    token,
		Path:     "/",
		MaxAge:   seconds,
		HttpOnly: true,
		Secure:   d.Secure,
		SameSite: http.SameSiteStrictMode,
	}
}

// local is a place on this host, or else home: a link must not lead elsewhere.
func local(next, home string) string {
	at, err := url.Parse(next)
	if err != nil || at.Host != "" || at.Scheme != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(
			next,
			"//",
		) || strings.ContainsAny(next, "\\\r\n") || at.Path == Path || at.Path == Out {
		return home
	}
	return next
}

// Remote is the address that a request came from.
func Remote(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
