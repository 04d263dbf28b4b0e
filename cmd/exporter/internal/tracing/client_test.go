package tracing

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// env is an environment of pairs.
func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestEnvironmentSaysWhetherAndWhere(t *testing.T) {
	t.Parallel()
	const endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT"
	for name, c := range map[string]struct {
		env    []string
		wanted bool
		url    string // "" is refused
	}{
		"nothing":            {nil, false, ""},
		"root":               {[]string{endpoint, "http://c:4318"}, true, "http://c:4318/v1/traces"},
		"root with a slash":  {[]string{endpoint, "https://c/otlp/"}, true, "https://c/otlp/v1/traces"},
		"of traces alone":    {[]string{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c/x"}, true, "http://c/x"},
		"disabled":           {[]string{endpoint, "http://c:4318", "OTEL_SDK_DISABLED", "TRUE"}, false, "http://c:4318/v1/traces"},
		"other signals only": {[]string{endpoint, "http://c:4318", "OTEL_TRACES_EXPORTER", "none"}, false, "http://c:4318/v1/traces"},
		"no URL":             {[]string{endpoint, "c:4318"}, true, ""},
		"no host":            {[]string{endpoint, "http:///x"}, true, ""},
		"bad header":         {[]string{endpoint, "http://c", "OTEL_EXPORTER_OTLP_HEADERS", "authorization"}, true, ""},
		"bad time":           {[]string{endpoint, "http://c", "OTEL_EXPORTER_OTLP_TIMEOUT", "10s"}, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := wanted(env(c.env...)); got != c.wanted {
				t.Errorf("wanted: got %v, want %v", got, c.wanted)
			}
			got, err := newClient(env(c.env...))
			if (err == nil) != (c.url != "") || err == nil && got.url != c.url {
				t.Errorf("got %+v and %v, want %q", got, err, c.url)
			}
			if err != nil && !strings.Contains(err.Error(), "OTEL_EXPORTER_OTLP_") {
				t.Errorf("got %q, want the variable's name in it", err)
			}
		})
	}
}

// trips answers requests.
type trips func(*http.Request) (*http.Response, error)

func (t trips) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

func TestSpansAreSentAgainWhileTheCollectorIsBusy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		codes []int
		sent  int
		fails bool
	}{
		"at once":       {[]int{200}, 1, false},
		"busy once":     {[]int{503, 200}, 2, false},
		"always busy":   {[]int{429}, tries, true},
		"wrong request": {[]int{400}, 1, true},
		"redirected":    {[]int{307}, 1, true}, // the headers are for this host alone
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c2, err := newClient(env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c", "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20x, b=2"))
				if err != nil {
					t.Fatal(err)
				}
				sent := 0
				c2.http.Transport = trips(func(r *http.Request) (*http.Response, error) {
					code := c.codes[min(sent, len(c.codes)-1)]
					sent++
					wantSpan(t, r)
					return &http.Response{StatusCode: code, Status: http.StatusText(code),
						Header: http.Header{"Location": {"http://elsewhere/"}}, Body: io.NopCloser(strings.NewReader("why"))}, nil
				})
				began := time.Now()
				err = c2.UploadTraces(t.Context(), []*tracepb.ResourceSpans{{SchemaUrl: "s"}})
				if sent != c.sent || (err != nil) != c.fails {
					t.Errorf("got %d requests and %v, want %d, failed %v", sent, err, c.sent, c.fails)
				}
				if took := time.Since(began); took > sendLimit {
					t.Errorf("got an end after %s, want it within %s", took, sendLimit)
				}
			})
		})
	}
}

// wantSpan holds a request against what the collector is to get.
func wantSpan(t *testing.T, r *http.Request) {
	t.Helper()
	if got := r.Header.Get("Authorization") + "|" + r.Header.Get("B") + "|" + r.Header.Get("Content-Type"); got != "Bearer x|2|application/x-protobuf" {
		t.Errorf("headers: got %q", got)
	}
	if got := r.URL.String(); got != "http://c/v1/traces" {
		t.Errorf("address: got %s", got)
	}
	z, err := gzip.NewReader(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	var data tracepb.TracesData
	if err := proto.Unmarshal(body, &data); err != nil || len(data.ResourceSpans) != 1 || data.ResourceSpans[0].SchemaUrl != "s" {
		t.Errorf("body: got %v and %v, want the span", &data, err)
	}
}
