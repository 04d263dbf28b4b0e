package httpserver_test

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine/embedded"
	"callrecords/load/engine/enginetest"
	"callrecords/load/engine/httpserver"
)

// below is the engine of this process, with the table warehouse.t of 1000 rows.
var below enginetest.Store

func TestMain(m *testing.M) {
	os.Exit(enginetest.Main(m, embedded.Options{}, func(s enginetest.Store) error {
		below = s
		for _, sql := range []string{
			"CREATE DATABASE warehouse",
			"CREATE TABLE warehouse.t (n UInt64, s String) ENGINE = MergeTree ORDER BY n",
			"INSERT INTO warehouse.t SELECT number, toString(number) FROM numbers(1000)",
			"CREATE DATABASE seen",
			"CREATE VIEW seen.v AS SELECT n, s FROM warehouse.t",
		} {
			if err := s.Exec(context.Background(), sql); err != nil {
				return err
			}
		}
		return nil
	}))
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

// on is the site in a subtest.
func (s site) on(t *testing.T) site { return site{t, s.url} }

// listen starts a server, which ends with the test.
func listen(t *testing.T, h http.Handler) (url string) {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// reply is an answer that was read to its end.
type reply struct {
	status int
	text   string
	http.Header
}

// code is that of the exception, such as "READONLY"; "" for none.
func (r reply) code() string {
	code, err := strconv.Atoi(r.Get("X-ClickHouse-Exception-Code"))
	if err != nil {
		return ""
	}
	return proto.Error(code).String()
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

// want compares a statement's whole answer, in a subtest.
func (s site) want(want, sql string, pairs ...string) {
	s.Run(title(sql, pairs), func(t *testing.T) {
		got := s.on(t).post(sql, pairs...)
		if got.status != http.StatusOK {
			t.Errorf("%s: got status %d, want 200", sql, got.status)
		}
		if got.text != want {
			t.Errorf("%s: got %q, want %q", sql, got.text, want)
		}
	})
}

// refused wants an exception with one of the codes, such as "READONLY", in a
// subtest.
func (s site) refused(codes, sql string, pairs ...string) {
	s.Run(title(sql, pairs), func(t *testing.T) {
		got := s.on(t).post(sql, pairs...)
		if !slices.Contains(strings.Fields(codes), got.code()) {
			t.Errorf("%s: got status %d, code %s, %.300q, want code %s", sql, got.status, got.code(), got.text, codes)
		}
	})
}

// title is a subtest's, of a statement and what comes with it.
func title(sql string, pairs []string) string {
	return fmt.Sprintf("%.80s %.60s", cmp.Or(sql, "nothing"), strings.Join(pairs, " "))
}
