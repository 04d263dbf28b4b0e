package tracing

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// client sends spans by OTLP over HTTP. OpenTelemetry's own client (otlptracehttp)
// does the same, and links gRPC for the name of one message: 16 MB of program, 20 MB
// of memory and 8 ms of every start, traces or not. A TracesData is that message on
// the wire (opentelemetry-proto, ExportTraceServiceRequest).
type client struct {
	url     string
	headers http.Header
	timeout time.Duration
	http    http.Client
}

// What may come of an endpoint.
const (
	tries     = 3                // of one piece of spans
	pause     = time.Second      // before the second, and twice as long before the third
	maxReason = 200              // bytes of an answer in an error
	sendLimit = 10 * time.Second // by default (Specification, OTEL_EXPORTER_OTLP_TIMEOUT)
)

// newClient reads OTEL_EXPORTER_OTLP_ENDPOINT, _HEADERS and _TIMEOUT, each of which
// traces may have of their own (OTEL_EXPORTER_OTLP_TRACES_…).
func newClient(env func(string) string) (*client, error) {
	c := &client{headers: http.Header{}, timeout: sendLimit}
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.url = env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
	if c.url == "" { // that of all signals is a root
		c.url = strings.TrimSuffix(env("OTEL_EXPORTER_OTLP_ENDPOINT"), "/") + "/v1/traces"
	}
	if u, err := url.Parse(c.url); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("OTEL_EXPORTER_OTLP_ENDPOINT: want a URL such as http://127.0.0.1:4318")
	}
	headers := first(env, "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS")
	for _, pair := range strings.Split(headers, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		name, value, found := strings.Cut(pair, "=")
		plain, err := url.PathUnescape(strings.TrimSpace(value))
		if !found || err != nil {
			return nil, errors.New("OTEL_EXPORTER_OTLP_HEADERS: want name=value, name=value; " +
				"a comma within a value is %2C")
		}
		c.headers.Set(strings.TrimSpace(name), plain)
	}
	if text := first(env, "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT"); text != "" {
		ms, err := strconv.ParseUint(text, 10, 31)
		if err != nil {
			return nil, fmt.Errorf("OTEL_EXPORTER_OTLP_TIMEOUT: %.40q is no number of milliseconds", text)
		}
		c.timeout = time.Duration(ms) * time.Millisecond
	}
	return c, nil
}

// Start and Stop do nothing: a connection is made when there is something to send.
func (c *client) Start(context.Context) error { return nil }
func (c *client) Stop(context.Context) error  { c.http.CloseIdleConnections(); return nil }

// UploadTraces sends spans, again when the collector is busy.
func (c *client) UploadTraces(ctx context.Context, spans []*tracepb.ResourceSpans) error {
	body, err := proto.Marshal(&tracepb.TracesData{ResourceSpans: spans})
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err = z.Write(body)
	if err = errors.Join(err, z.Close()); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	for try := 1; ; try++ {
		busy, err := c.post(ctx, packed.Bytes())
		if !busy || try == tries {
			return err
		}
		select {
		case <-time.After(pause << (try - 1)):
		case <-ctx.Done():
			return cmp.Or(err, context.Cause(ctx))
		}
	}
}

// post sends a body once, and says whether it may be sent again.
func (c *client) post(ctx context.Context, body []byte) (busy bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	r.Header = c.headers.Clone()
	r.Header.Set("Content-Type", "application/x-protobuf")
	r.Header.Set("Content-Encoding", "gzip")
	answer, err := c.http.Do(r)
	if err != nil {
		return true, err
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 == 2 {
		return false, nil
	}
	reason, _ := io.ReadAll(io.LimitReader(answer.Body, maxReason))
	switch answer.StatusCode { // OTLP, "Failures"
	case http.StatusTooManyRequests,
		http.StatusBadGateway,
		http.StatusServiceUnavailable,
		http.StatusGatewayTimeout:
		busy = true
	}
	return busy, fmt.Errorf("collector answered %s: %q", answer.Status, reason)
}
