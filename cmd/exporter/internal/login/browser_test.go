package login_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/dashboard"
	"callrecords/cmd/exporter/internal/login"
	"callrecords/internal/browser"
)

func TestPeopleLogInInABrowser(t *testing.T) {
	t.Parallel()
	b := browser.Open(t)
	d := login.New(login.Options{
		Check: func(user, password string) bool { return user == "default" && password == "s3" },
		User:  "default", Home: "/dashboard/", Style: dashboard.Style(), Logger: slog.New(slog.DiscardHandler),
	})
	mux := http.NewServeMux()
	mux.Handle(login.Path, d)
	mux.Handle(login.Out, d)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if !d.Knows(r) {
			d.Ask(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, `<link rel="icon" href="data:,"><main>You are in, at `+r.URL.Path+` <a href="/login">log out</a></main>`)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	for _, look := range browser.Looks() {
		t.Run(look.Name, func(t *testing.T) {
			for _, wrong := range b.Findings(t, s.URL+login.Path, "login", look) {
				t.Error(wrong)
			}
		})
	}
	wrong := b.Walk(t, s.URL+"/dashboard/sites", func(w *browser.Walk) {
		w.Fill("password", "wrong")
		w.Click("form", "Log in")
		w.Want("[role=alert]", "not known")
		w.Fill("password", "s3")
		w.Click("form", "Log in")
		w.Want("main", "You are in, at /dashboard/sites")
		w.Click("main", "log out")
		w.Want("main", "You are logged in")
		w.Click("form", "Log out")
		w.Want("form", "Password")
	})
	for _, text := range wrong {
		if !strings.Contains(text, "status of 401") { // which is what a wrong password gets
			t.Error(text)
		}
	}
}
