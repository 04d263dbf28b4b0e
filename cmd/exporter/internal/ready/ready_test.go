package ready

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestReadyIsWhatTheExporterSays(t *testing.T) {
	t.Parallel()
	answers := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			w.WriteHeader(http.StatusNotFound)
		}
	})
	refuses := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "not ready: no success yet", http.StatusServiceUnavailable)
	})
	for name, c := range map[string]struct {
		handler http.Handler
		secure  bool
		from    string // of the address, replaced by
		to      string
		want    string
	}{
		"ready":                    {answers, false, "", "", ""},
		"ready, with TLS":          {answers, true, "", "", ""},
		"listens at all addresses": {answers, false, "127.0.0.1:", "0.0.0.0:", ""},
		"listens wherever":         {answers, false, "127.0.0.1:", ":", ""},
		"not ready":                {refuses, false, "", "", "no success yet"},
		"nobody is there":          {nil, false, "", "", "nothing answers"},
		"the address has no port":  {answers, false, ":", "-", "address"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewUnstartedServer(c.handler)
			if c.secure {
				s.StartTLS()
			} else {
				s.Start()
			}
			t.Cleanup(s.Close)
			if c.handler == nil {
				s.Close()
			}
			_, address, _ := strings.Cut(s.URL, "://")
			if c.from != "" {
				address = strings.Replace(address, c.from, c.to, 1)
			}
			err := Ask(t.Context(), address, c.secure)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
