package httpserver_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ClickHouse/ch-go/compress"
	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine/httpserver"
)

const password = "pa55%w/rd"

func TestStatementsComeByUrlBodyOrBoth(t *testing.T) {
	s := serve(t, httpserver.Options{})
	for name, send := range map[string]func(s site) reply{
		"GET":        func(s site) reply { return s.send(http.MethodGet, url.Values{"query": {"SELECT 'a', 1"}}, "") },
		"POST, URL":  func(s site) reply { return s.send(http.MethodPost, url.Values{"query": {"SELECT 'a', 1"}}, "") },
		"POST, body": func(s site) reply { return s.send(http.MethodPost, nil, "SELECT 'a', 1") },
		"POST, both": func(s site) reply { return s.send(http.MethodPost, url.Values{"query": {"SELECT 'a',"}}, "1") },
		"POST gzip": func(s site) reply {
			return s.send(http.MethodPost, nil, gzipped("SELECT 'a', 1"), "Content-Encoding", "gzip")
		},
		"POST blocks": func(s site) reply {
			return s.send(http.MethodPost, url.Values{"decompress": {"1"}}, block(s.T, "SELECT 'a', 1"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := send(s.on(t))
			if got.status != http.StatusOK {
				t.Errorf("got status %d, want 200", got.status)
			}
			if got.text != "a\t1\n" {
				t.Errorf("got %q, want %q", got.text, "a\t1\n")
			}
		})
	}
	t.Run("HEAD", func(t *testing.T) {
		got := s.on(t).send(http.MethodHead, url.Values{"query": {"SELECT 1"}}, "")
		if got.status != http.StatusOK {
			t.Errorf("got status %d, want 200", got.status)
		}
		if got.text != "" {
			t.Errorf("got body %q, want none", got.text)
		}
		if got.Get("X-ClickHouse-Format") == "" {
			t.Errorf("got headers %v, want a format", got.Header)
		}
	})
	for _, method := range []string{http.MethodOptions, http.MethodPut, http.MethodDelete} {
		t.Run(method, func(t *testing.T) {
			got := s.on(t).send(method, nil, "SELECT 1")
			if got.status != http.StatusMethodNotAllowed {
				t.Errorf("got status %d, want 405", got.status)
			}
			if origin := got.Get("Access-Control-Allow-Origin"); origin != "" {
				t.Errorf("got origin %q allowed, want none", origin)
			}
		})
	}
}

func gzipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, text)
	z.Close()
	return b.String()
}

func block(t *testing.T, text string) string {
	w := compress.NewWriter(compress.LevelZero, compress.LZ4)
	if err := w.Compress([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return string(w.Data)
}

func TestFormatsAndHeadersAreClickHouses(t *testing.T) {
	s := serve(t, httpserver.Options{})
	for _, c := range []struct{ sql, asked, format, kind, want string }{
		{"SELECT 1 AS x", "", "TabSeparated", "text/tab-separated-values; charset=UTF-8", "1\n"},
		{"SELECT 1 AS x", "JSONEachRow", "JSONEachRow", "application/x-ndjson; charset=UTF-8", "{\"x\":1}\n"},
		{
			"SELECT 1 AS x\nFORMAT CSVWithNames;", "JSON", "CSVWithNames", "text/csv; charset=UTF-8; header=present",
			"\"x\"\n1\n",
		},
		{"SELECT 1 AS x format CSV", "", "CSV", "text/csv; charset=UTF-8; header=absent", "1\n"},
		{
			"SELECT 1 AS x", "RowBinaryWithNamesAndTypes", "RowBinaryWithNamesAndTypes", "application/octet-stream",
			"\x01\x01x\x05UInt8\x01",
		},
		{
			"SELECT toUInt64(1) AS x", "JSONCompactEachRow", "JSONCompactEachRow",
			"application/x-ndjson; charset=UTF-8", "[1]\n",
		},
	} {
		t.Run(c.sql+" as "+c.asked, func(t *testing.T) {
			got := s.on(t).post(c.sql, "default_format", c.asked, "query_id", "q1")
			if got.text != c.want {
				t.Errorf("got %q, want %q", got.text, c.want)
			}
			for header, want := range map[string]string{
				"X-ClickHouse-Format": c.format, "Content-Type": c.kind, "X-ClickHouse-Query-Id": "q1",
				"X-ClickHouse-Timezone": "UTC", "X-ClickHouse-Server-Display-Name": "callrecords",
			} {
				if got.Get(header) != want {
					t.Errorf("got %s %q, want %q", header, got.Get(header), want)
				}
			}
			if summary := got.Get("X-ClickHouse-Summary"); !strings.HasPrefix(summary, `{"read_rows":"`) {
				t.Errorf("got summary %q, want read rows first", summary)
			}
		})
	}
}

func TestExceptionsAreWrittenAsClickHouseDoes(t *testing.T) {
	s := serve(t, httpserver.Options{Limits: httpserver.Limits{Statement: 200}})
	for name, c := range map[string]struct {
		sql    string
		status int
		code   proto.Error
		pairs  []string
	}{
		"table":    {"SELECT * FROM nosuch", 404, proto.ErrUnknownTable, nil},
		"column":   {"SELECT nosuch FROM t", 404, proto.ErrUnknownIdentifier, nil},
		"syntax":   {"SELECT 1 FROM", 400, proto.ErrSyntaxError, nil},
		"function": {"SELECT nosuch(1)", 404, proto.ErrUnknownFunction, nil},
		"format":   {"SELECT 1 FORMAT Nosuch", 404, proto.ErrUnknownFormat, nil},
		"value":    {"SELECT toUInt8('x')", 400, proto.ErrCannotParseText, nil},
		"thrown":   {"SELECT throwIf(1)", 500, proto.ErrFunctionThrowIfValueIsNonZero, nil},
		"write":    {"INSERT INTO t VALUES (1,'')", 500, proto.ErrReadonly, nil},
		"length":   {"SELECT '" + strings.Repeat("x", 200) + "'", 413, proto.ErrQueryIsTooLarge, nil},
		"database": {"SELECT * FROM t", 404, proto.ErrUnknownDatabase, []string{"database", "nosuch"}},
		"waited for": {"SELECT throwIf(number = 2900000) FROM numbers(3000000)", 500, proto.ErrFunctionThrowIfValueIsNonZero,
			[]string{"wait_end_of_query", "1"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := s.on(t).post(c.sql, c.pairs...)
			if got.status != c.status {
				t.Errorf("got status %d, want %d", got.status, c.status)
			}
			if got.code() != c.code.String() {
				t.Errorf("got code %s, want %s", got.code(), c.code)
			}
			if want := fmt.Sprintf("Code: %d. DB::Exception: ", c.code); !strings.HasPrefix(got.text, want) {
				t.Errorf("got %q, want it to begin with %q", got.text, want)
			}
			if !strings.HasSuffix(got.text, ")\n") {
				t.Errorf("got %q, want the code's name at its end", got.text)
			}
		})
	}
	t.Run("in the middle", func(t *testing.T) {
		got := s.on(t).post("SELECT throwIf(number = 2900000) FROM numbers(3000000)")
		if got.status != http.StatusOK {
			t.Errorf("got status %d, want 200", got.status)
		}
		if want := "\r\n__exception__\r\n" + got.Get("X-ClickHouse-Exception-Tag") + "\r\nCode: 395. "; !strings.Contains(got.text, want) {
			t.Errorf("got an end of %q, want %q", got.text[max(0, len(got.text)-200):], want)
		}
	})
}

func TestSettingsAndParametersOfTheUrl(t *testing.T) {
	s := serve(t, httpserver.Options{})
	s.want("it\\'s\t5\t['a']\n", "SELECT {s:String}, {n:UInt8}, {a:Array(String)}", "param_s", "it's", "param_n",
		"5", "param_a", "['a']")
	s.want("1000\n", "SELECT count() FROM {t:Identifier}", "param_t", "t")
	s.want(`{"x":"1"}`+"\n", "SELECT toUInt64(1) AS x", "default_format", "JSONEachRow",
		"output_format_json_quote_64bit_integers", "1")
	s.want("\\N\n", "SELECT b.n FROM (SELECT 5 AS x) AS a LEFT JOIN (SELECT n FROM t WHERE n = 3) AS b ON a.x = b.n", "join_use_nulls", "1")
	s.want("0\n1\n", "SELECT n FROM t ORDER BY n", "limit", "2")
	s.want("1\n", "SELECT 1", "async_insert", "1", "http_write_exception_in_output_format", "0") // ignored
	// What is not obeyed is refused: the answer would be another one than was asked for.
	for _, name := range []string{"nosuch", "additional_table_filters", "additional_result_filter",
		"max_rows_to_read", "sql_security", "force_index_by_date", "allow_introspection_functions"} {
		s.refused("ACCESS_DENIED", "SELECT 1", name, "1")
	}
	if got := s.post("SELECT 1", "additional_table_filters", "{'t': 'n = 1'}"); !strings.Contains(got.text, `"additional_table_filters"`) {
		t.Errorf("got %q, want the setting's name", got.text)
	}
	s.refused("UNKNOWN_SETTING", "SELECT 1", "output_format_json_nosuch", "1")
	s.refused("UNKNOWN_SETTING", "SELECT 1", "param_a = 1, b", "1")
	got := s.post("SELECT timezone()", "session_timezone", "Europe/Berlin")
	if zone := got.Get("X-ClickHouse-Timezone"); zone != "Europe/Berlin" {
		t.Errorf("got time zone %q, want Europe/Berlin", zone)
	}
}

func TestResultsAreCompressedAsAskedFor(t *testing.T) {
	s := serve(t, httpserver.Options{})
	const sql = "SELECT number FROM numbers(500000)"
	plain := s.post(sql).text
	t.Run("gzip", func(t *testing.T) {
		answer := s.on(t).send(http.MethodPost, nil, sql, "Accept-Encoding", "deflate, gzip")
		if got := answer.Get("Content-Encoding"); got != "gzip" {
			t.Fatalf("got encoding %q, want gzip", got)
		}
		if got := unzipped(t, answer.text); got != plain {
			t.Errorf("got %d bytes, want the %d of the plain result", len(got), len(plain))
		}
	})
	t.Run("blocks", func(t *testing.T) {
		answer := s.on(t).post(sql, "compress", "1")
		got, err := io.ReadAll(compress.NewReader(strings.NewReader(answer.text)))
		if !errors.Is(err, io.EOF) {
			t.Errorf("got %v, want EOF", err)
		}
		if string(got) != plain {
			t.Errorf("got %d bytes, want the %d of the plain result", len(got), len(plain))
		}
		if len(answer.text) >= len(plain) {
			t.Errorf("got %d bytes in blocks, want fewer than the plain %d", len(answer.text), len(plain))
		}
	})
	t.Run("exception", func(t *testing.T) {
		got := s.on(t).send(http.MethodPost, nil, "SELECT nosuch", "Accept-Encoding", "gzip")
		if encoding := got.Get("Content-Encoding"); encoding != "" {
			t.Errorf("got encoding %q, want none", encoding)
		}
		if !strings.HasPrefix(got.text, "Code: 47") {
			t.Errorf("got %q, want the plain exception", got.text)
		}
	})
}

func TestUsersAreAdmittedByAnyOfTheirWays(t *testing.T) {
	var log bytes.Buffer
	s := serve(t, httpserver.Options{User: "reader", Password: password,
		Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	basic := func(user, pass string) string {
		r := http.Request{Header: http.Header{}}
		r.SetBasicAuth(user, pass)
		return r.Header.Get("Authorization")
	}
	in := func(user, pass string) url.Values { return url.Values{"user": {user}, "password": {pass}} }
	for name, c := range map[string]struct {
		query   url.Values
		headers []string
		status  int
	}{
		"basic":        {nil, []string{"Authorization", basic("reader", password)}, 200},
		"headers":      {nil, []string{"X-ClickHouse-User", "reader", "X-ClickHouse-Key", password}, 200},
		"url":          {in("reader", password), nil, 200},
		"nothing":      {nil, nil, 401},
		"wrong basic":  {nil, []string{"Authorization", basic("reader", "x")}, 403},
		"wrong user":   {nil, []string{"Authorization", basic("default", password)}, 403},
		"wrong key":    {nil, []string{"X-ClickHouse-User", "reader", "X-ClickHouse-Key", ""}, 403},
		"wrong url":    {in("reader", password+"x"), nil, 403},
		"first counts": {in("reader", password), []string{"Authorization", basic("reader", "x")}, 403},
		"other machine": {
			nil, []string{"Authorization", basic("reader", password), "Host", "warehouse.example.com"}, 200,
		},
	} {
		t.Run(name, func(t *testing.T) {
			query := url.Values{"query": {"SELECT 1"}}
			maps.Copy(query, c.query)
			got := s.on(t).send("GET", query, "", c.headers...)
			if got.status != c.status {
				t.Errorf("got status %d, want %d: %q", got.status, c.status, got.text)
			}
			if c.status == 403 && got.code() != "AUTHENTICATION_FAILED" {
				t.Errorf("got code %s, want AUTHENTICATION_FAILED", got.code())
			}
			if asks := got.Get("WWW-Authenticate") != ""; asks != (c.status == 401) {
				t.Errorf("got WWW-Authenticate: %t, want it with status 401 only", asks)
			}
			if strings.Contains(got.text, password) {
				t.Errorf("got the password in the answer, want it nowhere: %q", got.text)
			}
		})
	}
	if strings.Contains(log.String(), "pa55") {
		t.Errorf("got the password in the log, want it nowhere: %s", log.String())
	}
	if !strings.Contains(log.String(), "client refused") {
		t.Errorf("got log %s, want the refusals in it", log.String())
	}
}

func TestPagesOfOtherSitesAreKeptOut(t *testing.T) {
	s := serve(t, httpserver.Options{})
	for host, want := range map[string]int{
		"localhost:8123": 200, "127.0.0.1": 200, "[::1]:8123": 200,
		"evil.example.com": 403, "evil.example.com:8123": 403,
	} {
		t.Run("host "+host, func(t *testing.T) {
			if got := s.on(t).send(http.MethodPost, nil, "SELECT 1", "Host", host).status; got != want {
				t.Errorf("got status %d, want %d", got, want)
			}
		})
	}
	for name, c := range map[string]struct {
		headers []string
		status  int
	}{
		"a tool":                  {nil, 200},
		"the address bar":         {[]string{"Sec-Fetch-Site", "none"}, 200},
		"a page of our own":       {[]string{"Sec-Fetch-Site", "same-origin", "Origin", s.url}, 200},
		"an old browser's own":    {[]string{"Origin", s.url}, 200},
		"another site":            {[]string{"Sec-Fetch-Site", "cross-site"}, 403},
		"another port":            {[]string{"Sec-Fetch-Site", "same-site"}, 403},
		"an unknown word":         {[]string{"Sec-Fetch-Site", "x"}, 403},
		"an old browser's other":  {[]string{"Origin", "https://evil.example.com"}, 403},
		"a sandboxed page":        {[]string{"Origin", "null"}, 403},
		"another port's old page": {[]string{"Origin", "http://127.0.0.1:1"}, 403},
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
			t.Run(name+" "+method, func(t *testing.T) {
				got := s.on(t).send(method, url.Values{"query": {"SELECT 1"}}, "", c.headers...)
				if got.status != c.status {
					t.Errorf("got status %d, want %d", got.status, c.status)
				}
			})
		}
	}
}

func TestPathsBesideStatements(t *testing.T) {
	s := serve(t, httpserver.Options{Password: password})
	for path, want := range map[string]int{"/ping": 200, "/replicas_status": 200, "/play": 404, "/nosuch": 404, "/": 401} {
		t.Run(path, func(t *testing.T) {
			res, err := http.Get(s.url + path)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			text, err := io.ReadAll(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			if res.StatusCode != want {
				t.Errorf("got status %d, want %d", res.StatusCode, want)
			}
			if want == 200 && string(text) != "Ok.\n" {
				t.Errorf("got %q, want Ok.", text)
			}
		})
	}
}

func TestWritableHandlerWrites(t *testing.T) {
	s := serve(t, httpserver.Options{Writable: true})
	s.want("", "CREATE TABLE warehouse.w (n UInt8) ENGINE = Memory")
	s.want("", "INSERT INTO w VALUES (1), (2)")
	s.want("", "INSERT INTO w SELECT 3")
	s.want("6\n", "SELECT sum(n) FROM w SETTINGS max_threads = 1")
	s.refused("NOT_IMPLEMENTED", "INSERT INTO w FORMAT JSONEachRow {\"n\":1}")
	s.refused("NOT_IMPLEMENTED", "INSERT INTO w VALUES (4)\n\nDROP TABLE w")
	s.refused("SYNTAX_ERROR", "SELECT 1; DROP TABLE w")
	if got := s.send(http.MethodGet, url.Values{"query": {"DROP TABLE w"}}, ""); got.status != 500 {
		t.Errorf("GET: got status %d, want 500: %q", got.status, got.text)
	}
	s.want("", "DROP TABLE w")
}
