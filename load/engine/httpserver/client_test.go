package httpserver_test

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2"

	"callrecords/load/engine/httpserver"
)

// The requests of @clickhouse/client 1.23.1 on Node.js 20, taken down on the
// wire, and what it must find in the answers.
func TestRequestsOfTheJavaScriptClient(t *testing.T) {
	s := serve(t, httpserver.Options{User: "reader", Password: password})
	headers := []string{"Authorization", "Basic cmVhZGVyOnBhNTUldy9yZA==",
		"User-Agent", "clickhouse-js/1.23.1 (lv:nodejs/v20.20.2; os:linux)", "Accept-Encoding", "gzip"}
	for name, c := range map[string]struct {
		method, query, body string
		status              int
		want                string // its beginning
	}{
		"ping": {"GET", "query_id=f0be&query=SELECT+%27ping%27", "", 200, "ping\n"},
		"query": {
			"POST",
			`query_id=fb6a&param_s=it%5C%27s%5Ct%5C%5C&param_n=%5B1%2C2%5D&enable_http_compression=1&database=warehouse`,
			"SELECT {s:String} AS s, {n:Array(UInt8)} AS n \nFORMAT JSONEachRow", 200,
			`{"s":"it's\t\\","n":[1,2]}` + "\n",
		},
		"json": {
			"POST", "query_id=q7&enable_http_compression=1&max_threads=1&database=warehouse&session_id=abc",
			"SELECT count() AS c FROM t \nFORMAT JSON", 200, "{\n\t\"meta\":",
		},
		"command": {"POST", "query_id=2b2b&enable_http_compression=1&database=warehouse", "SELECT 1", 200, "1\n"},
		"error": {
			"POST", "query_id=2b2c&enable_http_compression=1&database=warehouse", "SELECT x FROM t \nFORMAT JSON", 404,
			"Code: 47. DB::Exception: ",
		},
		"insert": {
			"POST", "query_id=73f7&database=warehouse&query=INSERT+INTO+t+FORMAT+JSONEachRow", "{\"n\":1}\n", 500,
			"Code: 164. DB::Exception: ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			query, err := url.ParseQuery(c.query)
			if err != nil {
				t.Fatal(err)
			}
			got := s.on(t).send(c.method, query, c.body, headers...)
			text := got.text
			if got.Get("Content-Encoding") == "gzip" {
				text = unzipped(t, text)
			}
			if got.status != c.status {
				t.Errorf("got status %d, want %d", got.status, c.status)
			}
			if !strings.HasPrefix(text, c.want) {
				t.Errorf("got %q, want it to begin with %q", text, c.want)
			}
			if id := got.Get("X-ClickHouse-Query-Id"); id != query.Get("query_id") {
				t.Errorf("got query id %q, want %q", id, query.Get("query_id"))
			}
			if got.status == http.StatusOK && got.Get("X-ClickHouse-Summary") == "" {
				t.Errorf("got headers %v, want a summary", got.Header)
			}
		})
	}
}

func unzipped(t *testing.T, text string) string {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// clickhouse-go is what Grafana's datasource is made with: HTTP, with gzip.
func TestClickhouseGoReadsInEveryCompression(t *testing.T) {
	s := serve(t, httpserver.Options{User: "reader", Password: password})
	for name, method := range map[string]clickhouse.CompressionMethod{
		"none": clickhouse.CompressionNone, "gzip": clickhouse.CompressionGZIP, "lz4": clickhouse.CompressionLZ4,
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := clickhouse.Open(&clickhouse.Options{
				Protocol: clickhouse.HTTP, Addr: []string{strings.TrimPrefix(s.url, "http://")},
				Auth:        clickhouse.Auth{Database: "default", Username: "reader", Password: password},
				Settings:    clickhouse.Settings{"max_execution_time": 30},
				Compression: &clickhouse.Compression{Method: method},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if err := conn.Ping(t.Context()); err != nil {
				t.Errorf("ping: %v", err)
			}
			rows, err := conn.Query(t.Context(), "SELECT n, s, toDateTime64(n, 3, 'UTC') FROM t WHERE n < {limit:UInt64} ORDER BY n",
				clickhouse.Named("limit", "300"))
			if err != nil {
				t.Fatal(err)
			}
			sum := uint64(0)
			for rows.Next() {
				var n uint64
				var text string
				var at time.Time
				if err := rows.Scan(&n, &text, &at); err != nil {
					t.Error(err)
				}
				sum += n
			}
			if err := errors.Join(rows.Err(), rows.Close()); err != nil {
				t.Error(err)
			}
			if sum != 44850 {
				t.Errorf("got sum %d, want 44850", sum)
			}
			err = conn.Exec(t.Context(), "INSERT INTO t VALUES (1, '')")
			if e, ok := errors.AsType[*clickhouse.Exception](err); !ok || proto.Error(e.Code) != proto.ErrReadonly {
				t.Errorf("INSERT: got %v, want READONLY", err)
			}
		})
	}
}

// DBeaver's driver reads RowBinaryWithNamesAndTypes in ClickHouse's blocks, and
// looks for the format in the headers (clickhouse-java, client-v2).
func TestRequestsOfTheJavaClient(t *testing.T) {
	s := serve(t, httpserver.Options{User: "reader", Password: password})
	got := s.send(http.MethodPost, url.Values{
		"compress": {"1"}, "default_format": {"RowBinaryWithNamesAndTypes"}, "query_id": {"j1"},
		"http_write_exception_in_output_format": {"0"}, "output_format_binary_write_json_as_string": {"1"}, "max_result_rows": {"200"}, "result_overflow_mode": {"break"},
	}, "SELECT currentUser() AS user, timezone() AS timezone, version() AS version LIMIT 1",
		"X-ClickHouse-User", "reader", "X-ClickHouse-Key", password, "X-ClickHouse-Database", "default")
	if got.status != http.StatusOK {
		t.Fatalf("got status %d, want 200: %q", got.status, got.text)
	}
	if format := got.Get("X-ClickHouse-Format"); format != "RowBinaryWithNamesAndTypes" {
		t.Errorf("got format %q, want RowBinaryWithNamesAndTypes", format)
	}
	if got.Get("X-ClickHouse-Timezone") == "" {
		t.Errorf("got headers %v, want a time zone", got.Header)
	}
	if !strings.Contains(got.text, "default") {
		t.Errorf("got %q, want the user default in it", got.text)
	}
}
