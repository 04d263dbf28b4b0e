package statuspage

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/status"
)

// answering is a page over what a question answers.
func answering(t *testing.T, r status.Report, err error) http.Handler {
	return New(t.Context(), Options{
		Ask:     func(context.Context) (status.Report, error) { return r, err },
		Process: serving, Logger: slog.New(slog.DiscardHandler),
	})
}

func TestPageIsAnsweredStrictly(t *testing.T) {
	t.Parallel()
	report := of(well(tenantA)).report
	for name, c := range map[string]struct {
		method, query string
		err           error
		status        int
	}{
		"read":              {"GET", "", nil, 200},
		"head":              {"HEAD", "", nil, 200},
		"one tenant":        {"GET", "?tenant=" + tenantA, nil, 200},
		"a tenant of none":  {"GET", "?tenant=" + tenantB, nil, 404},
		"no answer":         {"GET", "", errors.New("connection refused"), 503},
		"written to":        {"POST", "", nil, 405},
		"a query too large": {"GET", "?tenant=" + strings.Repeat("x", 10_000), nil, 404},
		"in a zone":         {"GET", "?zone=Europe/Paris", nil, 200},
		"in no zone":        {"GET", "?zone=../../etc/passwd", nil, 200},
		"zone too large":    {"GET", "?zone=" + strings.Repeat("x", 10_000), nil, 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			answering(t, report, c.err).ServeHTTP(w, httptest.NewRequest(c.method, Path+c.query, nil))
			if w.Code != c.status {
				t.Errorf("got status %d, want %d", w.Code, c.status)
			}
			for header, want := range map[string]string{
				"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": policy,
			} {
				if got := w.Header().Get(header); got != want {
					t.Errorf("%s: got %q, want %q", header, got, want)
				}
			}
		})
	}
}

func TestPolicyLetsInTheStyleSheetAndNoScript(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	answering(t, of(well(tenantA)).report, nil).ServeHTTP(w, httptest.NewRequest("GET", Path, nil))
	_, rest, _ := strings.Cut(w.Body.String(), "<style>")
	sheet, _, found := strings.Cut(rest, "</style>")
	if want := "'sha256-" + base64Sum(sheet) + "'"; !found || !strings.Contains(policy, want) {
		t.Errorf("got policy %q, want %s of the page's own sheet in it", policy, want)
	}
	for _, never := range []string{"unsafe", "script-src", "http:", "https:", " *"} {
		if strings.Contains(policy, never) {
			t.Errorf("got policy %q, want no %q in it", policy, never)
		}
	}
}

func TestWhatComesFromOutsideIsEscaped(t *testing.T) {
	t.Parallel()
	const evil = `"><script>alert('x')</script><b onmouseover=x>&amp;` + "\u202e\x1b[31m"
	p := due(evil)
	p.Family, p.Oldest.RecordID, p.Oldest.Reason, p.Dangers = evil, evil, evil, []string{evil}
	for i := range p.Runs {
		p.Runs[i].Command, p.Runs[i].Outcome, p.Runs[i].Error = evil, evil, evil
	}
	process := serving()
	process.Command, process.Version, process.Schedule = evil, evil, evil
	unanswered := of(p, well(evil))
	unanswered.err = errors.New(evil)
	for name, s := range map[string]state{
		"one":      {of(p), process, choice{}},
		"two":      {of(p, well(evil)), process, choice{}},
		"narrow":   {of(p), process, choice{Tenant: evil, Family: evil}},
		"unknown":  {of(p), process, choice{Tenant: evil + "x"}},
		"no reply": {unanswered, process, choice{}},
		"zone":     {of(p, well(evil)), process, choice{Zone: evil}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := s.html(t, true)
			for _, never := range []string{"<script", "<b ", "onmouseover=x>", "javascript:"} {
				if strings.Contains(got, never) {
					t.Errorf("got %q in the page, want it escaped", never)
				}
			}
			if !strings.Contains(got, "&lt;script&gt;") {
				t.Error("got no text of it, want it shown as it is")
			}
		})
	}
}
