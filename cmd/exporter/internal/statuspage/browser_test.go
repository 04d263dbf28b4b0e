package statuspage

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"testing"

	"callrecords/internal/browser"
)

// always are the states that are looked at whenever there is a browser: all parts of the
// page are in them. The others are where pictures are wanted (make browser).
var always = []string{"tenants", "old", "nothing"}

func TestPageLooksRightInABrowser(t *testing.T) {
	t.Parallel()
	b := browser.Open(t)
	for name, s := range states() {
		if os.Getenv(browser.Shots) == "" && !slices.Contains(always, name) {
			continue
		}
		text := s.html(t, true)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			protect(w.Header())
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, text)
		}))
		for _, look := range browser.Looks() {
			t.Run(name+"/"+look.Name, func(t *testing.T) {
				for _, wrong := range b.Findings(t, server.URL+Path, name, look) {
					t.Error(wrong)
				}
			})
		}
		server.Close()
	}
}
