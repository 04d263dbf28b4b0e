package main

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// collector takes spans by OTLP.
type collector struct {
	mu    sync.Mutex
	spans []*tracepb.Span
}

// ServeHTTP implements [http.Handler].
func (c *collector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	z, err := gzip.NewReader(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	body, _ := io.ReadAll(z)
	var data tracepb.TracesData
	if err := proto.Unmarshal(body, &data); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, of := range data.ResourceSpans {
		for _, scope := range of.ScopeSpans {
			c.spans = append(c.spans, scope.Spans...)
		}
	}
}

// count is how many spans there are, by name.
func (c *collector) count() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := map[string]int{}
	for _, s := range c.spans {
		n[s.Name]++
	}
	return n
}

func TestTracesTellWhereARunSpendsItsTime(t *testing.T) {
	c := &collector{}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	s := newSite(t, graphtest.Options{Records: 4})
	s.env = append(s.env, "OTEL_EXPORTER_OTLP_ENDPOINT="+server.URL)
	s.want(exit.Complete, "run")
	got := c.count()
	for name, n := range map[string]int{"run": 1, "list": 1, "fetch": 4, "flatten": 4, "insert": 1, "commit": 1} {
		if got[name] < n {
			t.Errorf("spans of %s: got %d, want %d", name, got[name], n)
		}
	}
	var run *tracepb.Span
	for _, span := range c.spans {
		if span.Name == "run" {
			run = span
		}
	}
	for _, span := range c.spans {
		if span != run && string(span.ParentSpanId) != string(run.SpanId) {
			t.Errorf("span %s: got the parent %x, want the run's %x", span.Name, span.ParentSpanId, run.SpanId)
		}
		if span.EndTimeUnixNano < span.StartTimeUnixNano || span.Status.GetCode() == tracepb.Status_STATUS_CODE_ERROR {
			t.Errorf("span %s: got %v, want one that ended well", span.Name, span)
		}
	}
	s.want(exit.Complete, "replay")
	if got := c.count(); got["replay"] != 1 {
		t.Errorf("spans of replay: got %d, want 1", got["replay"])
	}
	s.tenant.Grow(s.tenant.Headers()[0].ID)
	before := c.count()
	s.want(exit.Complete, "fetch", s.tenant.Headers()[0].ID)
	got = c.count()
	for name, n := range map[string]int{"fetch": 2, "header": 1, "flatten": 1, "commit": 1} { // fetch is the command's, too
		if got[name]-before[name] != n {
			t.Errorf("spans of %s in a fetch by id: got %d, want %d", name, got[name]-before[name], n)
		}
	}
}

// Traces that cannot be sent are said, and stop nothing.
func TestCollectorThatIsNotThereStopsNoRun(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	s := newSite(t, graphtest.Options{Records: 2})
	s.env = append(s.env, "OTEL_EXPORTER_OTLP_ENDPOINT="+server.URL)
	r := s.want(exit.Complete, "run")
	if !strings.Contains(r.stderr, "traces not sent") {
		t.Errorf("got %s, want a word about the traces", r.stderr)
	}
	s.wantWhole("without a collector")
}
