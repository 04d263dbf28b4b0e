package httpserver_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"callrecords/load/engine/embedded"
	"callrecords/load/engine/httpserver"
)

// below is the engine of this process, with the table warehouse.t of 1000 rows.
var below *embedded.Engine

func TestMain(m *testing.M) { os.Exit(runTests(m)) }

// runTests closes the engine before the process exits.
func runTests(m *testing.M) int {
	folder, err := os.MkdirTemp("", "httpserver-test-")
	if err == nil {
		defer os.RemoveAll(folder)
		below, err = embedded.Open(context.Background(), embedded.Options{Path: folder + "/store"})
	}
	for _, sql := range []string{
		"CREATE DATABASE warehouse",
		"CREATE TABLE warehouse.t (n UInt64, s String) ENGINE = MergeTree ORDER BY n",
		"INSERT INTO warehouse.t SELECT number, toString(number) FROM numbers(1000)",
	} {
		if err == nil {
			err = below.Exec(context.Background(), sql)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if err := below.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// site is a served handler.
type site struct {
	*testing.T
	url string
}

func serve(t *testing.T, opts httpserver.Options) site {
	t.Helper()
	t.Parallel()
	opts.Database = "warehouse"
	return site{t, listen(t, httpserver.New(below, opts))}
}

// listen starts a server, which ends with the test.
func listen(t *testing.T, h http.Handler) (url string) {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// reply is an answer that was read to its end.
type reply struct {
	code int
	text string
	http.Header
}

// send sends a request whose headers are given in pairs. Nothing is unzipped
// on the way.
func (s site) send(method string, query url.Values, body string, headers ...string) reply {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), method, s.url+"/?"+query.Encode(), strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if host := r.Header.Get("Host"); host != "" {
		r.Host = host
	}
	res, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		s.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		s.Fatal(err)
	}
	return reply{res.StatusCode, string(text), res.Header}
}

// post sends a statement as a body, with settings and the like in pairs.
func (s site) post(sql string, pairs ...string) reply {
	s.Helper()
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	return s.send(http.MethodPost, query, sql)
}

// want compares a statement's whole answer.
func (s site) want(want, sql string, pairs ...string) {
	s.Helper()
	if got := s.post(sql, pairs...); got.code != 200 || got.text != want {
		s.Errorf("%s %v\n got %d %q\nwant %q", sql, pairs, got.code, got.text, want)
	}
}

// refused wants an exception with one of the codes.
func (s site) refused(codes string, sql string, pairs ...string) {
	s.Helper()
	got := s.post(sql, pairs...)
	code := got.Get("X-ClickHouse-Exception-Code")
	if code == "" || !strings.Contains(" "+codes+" ", " "+code+" ") {
		s.Errorf("%s %v\n got %d %.300q\nwant code %s", sql, pairs, got.code, got.text, codes)
	}
}
