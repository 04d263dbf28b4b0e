package dashboard

import (
	"cmp"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
	"callrecords/cmd/exporter/internal/dashboard/spreadsheet"
	"callrecords/load/engine/httpserver"
)

// Path is where the pages are; all others are below it.
const Path = chosen.Path

// Options say what is asked, and how.
type Options struct {
	Door    http.Handler // ClickHouse's HTTP interface, which only reads
	Store   string       // database of the exporter's own tables
	Further []Link       // other pages of the program
	Zone    string       // of days and times unless the reader chooses one; "" is UTC
	Logger  *slog.Logger
	Now     func() time.Time // default time.Now
	MaxTime time.Duration    // of one question; default a minute
	Grafana string           // URL of a Grafana that has the same warehouse; "" for none

	Interface Interface // over which other tools ask
}

// Style is the sheet of the pages, for those beside them.
func Style() string { return style }

// Link leads to another page.
type Link struct{ Label, Href string }

var (
	//go:embed dashboard.css
	style string
	//go:embed *.html.tmpl
	files embed.FS

	pages = template.Must(template.New("pages").Funcs(template.FuncMap{
		"shown": answer.Shown, "whole": func(n int) string { return answer.Whole(float64(n)) },
	}).ParseFS(files, "*.html.tmpl"))

	// policy lets the pages' own style sheet in, their empty icon, forms to ourselves, and
	// nothing else.
	policy = "default-src 'none'; style-src 'sha256-" + base64Sum(style) + "'; img-src data:; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

// handler answers with the pages.
type handler struct {
	Options
	door answer.Door
}

// New is the pages.
func New(o Options) http.Handler {
	if o.Now == nil {
		o.Now = time.Now
	}
	o.MaxTime = cmp.Or(o.MaxTime, time.Minute)
	return &handler{o, answer.Door{Handler: o.Door}}
}

// ServeHTTP implements [http.Handler].
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	protect(w.Header())
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	case httpserver.Foreign(r) && !followed(r):
		http.Error(w, "a page of another site asks; open the dashboard itself", http.StatusForbidden)
		return
	}
	h.inZone(r)
	name, ok := strings.CutPrefix(r.URL.Path, chosen.Path)
	if !ok { // without the stroke at its end
		http.Redirect(w, r, chosen.Path, http.StatusFound)
		return
	}
	panel, alone := strings.CutPrefix(name, "panel/")
	csv, isCSV := strings.CutSuffix(panel, ".csv")
	taken, isTaken := strings.CutPrefix(name, "elsewhere/")
	takenPanel, isKnown := dashboards.PanelOf(taken)
	page, known := dashboards.PageOf(cmp.Or(name, chosen.First))
	p, isPanel := dashboards.PanelOf(cmp.Or(csv, panel))
	switch {
	case name == "sql":
		h.sql(w, r)
	case name == "sql.csv":
		h.sqlCSV(w, r)
	case isTaken && isKnown:
		h.elsewhere(w, r, takenPanel)
	case alone && isPanel && isCSV:
		h.csv(w, r, p)
	case alone && isPanel:
		p.Wide = true
		h.page(w, r, dashboards.Page{Name: name, Title: p.Title, Panels: []dashboards.Panel{p}})
	case known:
		h.page(w, r, page)
	default:
		h.missing(w, r)
	}
}

// inZone puts the usual time zone into a URL that has none: then all that leads on from there
// has it, too, and means the same wherever it is opened.
func (h *handler) inZone(r *http.Request) {
	if q := r.URL.Query(); h.Zone != "" && h.Zone != "UTC" && q.Get("zone") == "" {
		q.Set("zone", h.Zone)
		r.URL.RawQuery = q.Encode()
	}
}

// followed says whether somebody follows a link of another site. What that site opens unseen, such
// as a frame, is none: it would be asked as often as it likes, and take its time.
func followed(r *http.Request) bool {
	to := r.Header.Get("Sec-Fetch-Dest") // not all browsers tell
	return r.Header.Get("Sec-Fetch-Mode") == "navigate" && (to == "" || to == "document")
}

// protect says what a browser may do with a page: show it, and keep nothing.
func protect(head http.Header) {
	head.Set("Cache-Control", "no-store")
	head.Set("Content-Security-Policy", policy)
	head.Set("Cross-Origin-Opener-Policy", "same-origin")
	head.Set("Cross-Origin-Resource-Policy", "same-origin")
	head.Set("Referrer-Policy", "same-origin")
	head.Set("X-Content-Type-Options", "nosniff")
}

// base64Sum is a text's SHA-256, as a content security policy names it.
func base64Sum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// csv answers with all rows of a panel.
func (h *handler) csv(w http.ResponseWriter, r *http.Request, p dashboards.Panel) {
	s := chosen.StateOf(chosen.First, r.URL.Query())
	for _, v := range impossible(s) { // a file has no place to say it
		s.Wrong = append(s.Wrong, v.String())
	}
	if len(s.Wrong) > 0 {
		http.Error(w, strings.Join(s.Wrong, "\n"), http.StatusBadRequest)
		return
	}
	q, err := p.Ask(s.Choice(h.Now()), h.Store)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	h.download(w, r, q, p.Name)
}

// download sends an answer as a file.
func (h *handler) download(w http.ResponseWriter, r *http.Request, q dashboards.Question, name string) {
	h.extend(w)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	rows := spreadsheet.New(w)
	err := errors.New("not ended")
	defer func() {
		if rows.Close(err) != nil {
			panic(http.ErrAbortHandler) // a file that looks whole would be a lie
		}
	}()
	h.door.Open(r.Context(), q, "CSVWithNames", rows, nil)
	err = nil
}

// extend gives an answer time: as much as a question may take, and some to be read.
func (h *handler) extend(w http.ResponseWriter) {
	_ = http.NewResponseController(w).
		SetWriteDeadline(time.Now().Add(h.MaxTime + 30*time.Second))
	// where it can be
}

// missing says that there is no such page.
func (h *handler) missing(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	h.write(r.Context(), w, "top", h.frame(chosen.StateOf(chosen.First, r.URL.Query()), "No such page", nil))
	h.write(r.Context(), w, "missing", nil)
	h.write(r.Context(), w, "bottom", nil)
}

// write executes a template into an answer that has begun.
func (h *handler) write(ctx context.Context, w http.ResponseWriter, name string, data any) {
	if err := pages.ExecuteTemplate(w, name, data); err != nil && ctx.Err() == nil {
		h.Logger.WarnContext(ctx, "a page was not made whole", "part", name, "error", err)
	}
}
