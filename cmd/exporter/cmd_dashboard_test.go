package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// page asks as a browser does.
func (r *readers) page(path string) (status int, text, at string) {
	r.Helper()
	request, err := http.NewRequestWithContext(r.Context(), http.MethodGet, r.url+path, nil)
	r.must(err)
	request.Header.Set("Accept", "text/html,*/*;q=0.8")
	response, err := r.client.Do(request)
	r.must(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	r.must(err)
	return response.StatusCode, string(body), response.Request.URL.Path
}

func TestDashboardReadsThroughWhoHoldsTheStore(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 20, Days: 5})
	s.want(exit.Complete, "run")
	alone := s.listening("dashboard", "--listen", "127.0.0.1:0")
	status, whole, at := alone.page("/")
	if status != http.StatusOK || at != "/dashboard/" || !strings.Contains(whole, "Service health") ||
		strings.Contains(whole, `class="trouble"`) {
		t.Errorf("got status %d at %s, want the first page without trouble\n%s", status, at, whole)
	}
	if status, text, _ := alone.page("/?query=SELECT+1"); status != http.StatusNotFound {
		t.Errorf("got status %d, %s for a statement, want pages only", status, text)
	}
	alone.stop()
	holder := s.listening("warehouse", "--listen", "127.0.0.1:0")
	through := s.listening("dashboard", "--listen", "127.0.0.1:0")
	const file = "/dashboard/sql?sql=SELECT+*+FROM+file('/etc/passwd',+'LineAsString')"
	for name, r := range map[string]*readers{"the holder's own": holder, "through the holder": through} {
		for path, want := range map[string]string{
			"/dashboard/":                      "Service health",
			"/dashboard/panel/daily_calls.csv": "person_minutes",
			"/dashboard/sql?sql=SELECT+count()+AS+n+FROM+records": "<bdi>20</bdi>",
			file:      "reaches beyond the warehouse",
			"/status": "In order",
		} {
			s.part(name+" "+path, func() {
				status, text, _ := r.page(path)
				if status != http.StatusOK || !strings.Contains(text, want) || strings.Contains(text, "root:") {
					s.Errorf("got status %d, want 200 with %q\n%s", status, want, text)
				}
			})
		}
	}
	through.stop()
	holder.stop()
}

func TestDashboardLetsOthersInByAPassword(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 5, Days: 2})
	s.must(os.WriteFile(s.path("password"), []byte("pa55 w0rd\n"), 0o600))
	s.want(exit.Complete, "run")
	if r := s.want(exit.Usage, "dashboard", "--listen", "0.0.0.0:0"); !strings.Contains(r.stderr, "listen.password_file") {
		t.Errorf("got %s, want listen.password_file in it", r)
	}
	r := s.listening("dashboard", "--listen", "0.0.0.0:0", "--password-file", s.path("password"))
	jar, err := cookiejar.New(nil)
	s.must(err)
	r.client = &http.Client{Jar: jar}
	if _, text, at := r.page("/dashboard/trust"); at != "/login" || !strings.Contains(text, "Password") {
		t.Errorf("got %s, want the page to log in\n%s", at, text)
	}
	in, err := r.client.PostForm(r.url+"/login", url.Values{"user": {"default"}, "password": {"pa55 w0rd"}, "next": {"/dashboard/trust"}})
	s.must(err)
	s.must(in.Body.Close())
	if in.StatusCode != http.StatusOK || in.Request.URL.Path != "/dashboard/trust" {
		t.Errorf("got status %d at %s, want the page that was asked for", in.StatusCode, in.Request.URL.Path)
	}
	r.stop()
}
