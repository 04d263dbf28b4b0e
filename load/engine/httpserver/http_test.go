package httpserver_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ClickHouse/ch-go/compress"

	"callrecords/load/engine/httpserver"
)

const password = "pa55%w/rd"

func TestStatementsComeByUrlBodyOrBoth(t *testing.T) {
	s := serve(t, httpserver.Options{})
	for _, got := range []reply{
		s.send(http.MethodGet, url.Values{"query": {"SELECT 'a', 1"}}, ""),
		s.send(http.MethodPost, url.Values{"query": {"SELECT 'a', 1"}}, ""),
		s.send(http.MethodPost, nil, "SELECT 'a', 1"),
		s.send(http.MethodPost, url.Values{"query": {"SELECT 'a',"}}, "1"),
		s.send(http.MethodPost, nil, gzipped("SELECT 'a', 1"), "Content-Encoding", "gzip"),
		s.send(http.MethodPost, url.Values{"decompress": {"1"}}, block(t, "SELECT 'a', 1")),
	} {
		if got.code != 200 || got.text != "a\t1\n" {
			t.Errorf("got %d %q", got.code, got.text)
		}
	}
	if got := s.send(http.MethodHead, url.Values{"query": {"SELECT 1"}}, ""); got.code != 200 || got.text != "" || got.Get("X-ClickHouse-Format") == "" {
		t.Errorf("HEAD: %+v", got)
	}
	for method, code := range map[string]int{http.MethodOptions: 405, http.MethodPut: 405, http.MethodDelete: 405} {
		if got := s.send(method, nil, "SELECT 1"); got.code != code || got.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %+v", method, got)
		}
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
		{"SELECT 1 AS x\nFORMAT CSVWithNames;", "JSON", "CSVWithNames", "text/csv; charset=UTF-8; header=present", "\"x\"\n1\n"},
		{"SELECT 1 AS x format CSV", "", "CSV", "text/csv; charset=UTF-8; header=absent", "1\n"},
		{"SELECT 1 AS x", "RowBinaryWithNamesAndTypes", "RowBinaryWithNamesAndTypes", "application/octet-stream", "\x01\x01x\x05UInt8\x01"},
		{"SELECT toUInt64(1) AS x", "JSONCompactEachRow", "JSONCompactEachRow", "application/x-ndjson; charset=UTF-8", "[1]\n"},
	} {
		got := s.post(c.sql, "default_format", c.asked, "query_id", "q1")
		if got.text != c.want {
			t.Errorf("%s as %q: %q", c.sql, c.asked, got.text)
		}
		for name, want := range map[string]string{
			"X-ClickHouse-Format": c.format, "Content-Type": c.kind, "X-ClickHouse-Query-Id": "q1",
			"X-ClickHouse-Timezone": "UTC", "X-ClickHouse-Server-Display-Name": "callrecords",
		} {
			if got.Get(name) != want {
				t.Errorf("%s as %q: %s is %q, want %q", c.sql, c.asked, name, got.Get(name), want)
			}
		}
		if !strings.HasPrefix(got.Get("X-ClickHouse-Summary"), `{"read_rows":"`) {
			t.Errorf("summary %q", got.Get("X-ClickHouse-Summary"))
		}
	}
}

func TestExceptionsAreWrittenAsClickHouseDoes(t *testing.T) {
	s := serve(t, httpserver.Options{})
	for sql, want := range map[string]struct {
		status int
		code   string
	}{
		"SELECT * FROM nosuch":        {404, "60"},
		"SELECT nosuch FROM t":        {404, "47"},
		"SELECT 1 FROM":               {400, "62"},
		"SELECT nosuch(1)":            {404, "46"},
		"SELECT 1 FORMAT Nosuch":      {404, "73"},
		"SELECT toUInt8('x')":         {400, "6"},
		"SELECT throwIf(1)":           {500, "395"},
		"INSERT INTO t VALUES (1,'')": {500, "164"},
	} {
		got := s.post(sql)
		if got.code != want.status || got.Get("X-ClickHouse-Exception-Code") != want.code ||
			!strings.HasPrefix(got.text, "Code: "+want.code+". DB::Exception: ") || !strings.HasSuffix(got.text, ")\n") {
			t.Errorf("%s: %d %s %q", sql, got.code, got.Get("X-ClickHouse-Exception-Code"), got.text)
		}
	}
	if got := s.post("SELECT * FROM t", "database", "nosuch"); got.code != 404 || got.Get("X-ClickHouse-Exception-Code") != "81" {
		t.Errorf("no such database: %d %q", got.code, got.text)
	}
	limited := site{t, listen(t, httpserver.New(below, httpserver.Options{Limits: httpserver.Limits{Statement: 100}}))}
	if got := limited.post("SELECT '" + strings.Repeat("x", 100) + "'"); got.code != http.StatusRequestEntityTooLarge || got.Get("X-ClickHouse-Exception-Code") != "229" {
		t.Errorf("too large: got %d, code %s, want 413, code 229", got.code, got.Get("X-ClickHouse-Exception-Code"))
	}
	got := s.post("SELECT throwIf(number = 2900000) FROM numbers(3000000)")
	if got.code != 200 || !strings.Contains(got.text, "\r\n__exception__\r\n"+got.Get("X-ClickHouse-Exception-Tag")+"\r\nCode: 395. ") {
		t.Errorf("in the middle: %d …%q", got.code, got.text[max(0, len(got.text)-200):])
	}
	if got := s.post("SELECT throwIf(number = 2900000) FROM numbers(3000000)", "wait_end_of_query", "1"); got.code != 500 {
		t.Errorf("waited for: %d", got.code)
	}
}

func TestSettingsAndParametersOfTheUrl(t *testing.T) {
	s := serve(t, httpserver.Options{})
	s.want("it\\'s\t5\t['a']\n", "SELECT {s:String}, {n:UInt8}, {a:Array(String)}", "param_s", "it's", "param_n", "5", "param_a", "['a']")
	s.want("1000\n", "SELECT count() FROM {t:Identifier}", "param_t", "t")
	s.want(`{"x":"1"}`+"\n", "SELECT toUInt64(1) AS x", "default_format", "JSONEachRow", "output_format_json_quote_64bit_integers", "1")
	s.want("\\N\n", "SELECT b.n FROM (SELECT 5 AS x) AS a LEFT JOIN (SELECT n FROM t WHERE n = 3) AS b ON a.x = b.n", "join_use_nulls", "1")
	s.want("0\n1\n", "SELECT n FROM t ORDER BY n", "limit", "2")
	s.want("1\n", "SELECT 1", "async_insert", "1", "nosuch", "1", "http_write_exception_in_output_format", "0") // ignored
	s.refused("115", "SELECT 1", "output_format_json_nosuch", "1")
	s.refused("115", "SELECT 1", "param_a = 1, b", "1")
	if got := s.post("SELECT timezone()", "session_timezone", "Europe/Berlin"); got.Get("X-ClickHouse-Timezone") != "Europe/Berlin" {
		t.Errorf("%+v", got)
	}
}

func TestResultsAreCompressedAsAskedFor(t *testing.T) {
	s := serve(t, httpserver.Options{})
	const sql = "SELECT number FROM numbers(500000)"
	plain := s.post(sql).text
	zipped := s.send(http.MethodPost, nil, sql, "Accept-Encoding", "deflate, gzip")
	z, err := gzip.NewReader(strings.NewReader(zipped.text))
	if err != nil || zipped.Get("Content-Encoding") != "gzip" {
		t.Fatalf("%v, encoding %q", err, zipped.Get("Content-Encoding"))
	}
	if got, err := io.ReadAll(z); err != nil || string(got) != plain {
		t.Errorf("gzip: %d bytes, %v", len(got), err)
	}
	blocks := s.post(sql, "compress", "1")
	got, err := io.ReadAll(compress.NewReader(strings.NewReader(blocks.text)))
	if !errors.Is(err, io.EOF) || string(got) != plain || len(blocks.text) >= len(plain) {
		t.Errorf("blocks: %d of %d bytes, %v", len(got), len(plain), err)
	}
	if got := s.send(http.MethodPost, nil, "SELECT nosuch", "Accept-Encoding", "gzip"); got.Get("Content-Encoding") != "" || !strings.HasPrefix(got.text, "Code: 47") {
		t.Errorf("an exception is plain: %+v", got)
	}
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
	one := url.Values{"query": {"SELECT 1"}}
	with := func(user, pass string) url.Values {
		return url.Values{"query": {"SELECT 1"}, "user": {user}, "password": {pass}}
	}
	for name, c := range map[string]struct {
		got  reply
		code int
	}{
		"basic":         {s.send("GET", one, "", "Authorization", basic("reader", password)), 200},
		"headers":       {s.send("GET", one, "", "X-ClickHouse-User", "reader", "X-ClickHouse-Key", password), 200},
		"url":           {s.send("GET", with("reader", password), ""), 200},
		"nothing":       {s.send("GET", one, ""), 401},
		"wrong basic":   {s.send("GET", one, "", "Authorization", basic("reader", "x")), 403},
		"wrong user":    {s.send("GET", one, "", "Authorization", basic("default", password)), 403},
		"wrong key":     {s.send("GET", one, "", "X-ClickHouse-User", "reader", "X-ClickHouse-Key", ""), 403},
		"wrong url":     {s.send("GET", with("reader", password+"x"), ""), 403},
		"first counts":  {s.send("GET", with("reader", password), "", "Authorization", basic("reader", "x")), 403},
		"other machine": {s.send("GET", one, "", "Authorization", basic("reader", password), "Host", "warehouse.example.com"), 200},
	} {
		if c.got.code != c.code || c.code == 403 && c.got.Get("X-ClickHouse-Exception-Code") != "516" ||
			(c.code == 401) != (c.got.Get("WWW-Authenticate") != "") {
			t.Errorf("%s: %d %q, want %d", name, c.got.code, c.got.text, c.code)
		}
		if strings.Contains(c.got.text, password) {
			t.Errorf("%s: the password is in the answer", name)
		}
	}
	if strings.Contains(log.String(), "pa55") || !strings.Contains(log.String(), "client refused") {
		t.Errorf("log: %s", log.String())
	}
}

func TestPagesOfOtherSitesAreKeptOut(t *testing.T) {
	s := serve(t, httpserver.Options{})
	for host, code := range map[string]int{"localhost:8123": 200, "127.0.0.1": 200, "[::1]:8123": 200, "evil.example.com": 403, "evil.example.com:8123": 403} {
		if got := s.send(http.MethodPost, nil, "SELECT 1", "Host", host); got.code != code {
			t.Errorf("host %s: %d, want %d", host, got.code, code)
		}
	}
	if got := s.send(http.MethodPost, nil, "SELECT 1", "Origin", "https://evil.example.com"); got.code != 403 {
		t.Errorf("origin: %d", got.code)
	}
}

func TestPathsBesideStatements(t *testing.T) {
	s := serve(t, httpserver.Options{Password: password})
	for path, want := range map[string]int{"/ping": 200, "/replicas_status": 200, "/play": 404, "/nosuch": 404, "/": 401} {
		res, err := http.Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != want || want == 200 && string(text) != "Ok.\n" {
			t.Errorf("%s: %d %q", path, res.StatusCode, text)
		}
	}
}

func TestWritableHandlerWrites(t *testing.T) {
	s := serve(t, httpserver.Options{Writable: true})
	s.want("", "CREATE TABLE warehouse.w (n UInt8) ENGINE = Memory")
	s.want("", "INSERT INTO w VALUES (1), (2)")
	s.want("", "INSERT INTO w SELECT 3")
	s.want("6\n", "SELECT sum(n) FROM w SETTINGS max_threads = 1")
	s.refused("48", "INSERT INTO w FORMAT JSONEachRow {\"n\":1}")
	s.refused("48", "INSERT INTO w VALUES (4)\n\nDROP TABLE w")
	s.refused("62", "SELECT 1; DROP TABLE w")
	if got := s.send(http.MethodGet, url.Values{"query": {"DROP TABLE w"}}, ""); got.code != 500 {
		t.Errorf("GET writes: %d %q", got.code, got.text)
	}
	s.want("", "DROP TABLE w")
}
