package embedded_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

// endless is a query that returns rows for hours, and busy one that returns
// its only row after hours.
const (
	endless = "SELECT number FROM numbers(1000000000000)"
	busy    = "SELECT sum(sipHash64(number)) FROM numbers(1000000000000)"
)

func TestResultsAreOneDocumentInEveryFormat(t *testing.T) {
	t.Parallel()
	const sql = "SELECT number AS some_name FROM numbers(300000)"
	for name, c := range map[string]struct {
		sql, format string
		part        string // of the result
		want        int    // times that the part is there
	}{
		// Streamed.
		"TSV":                {sql, "TSV", "some_name", 0},
		"TSV, rows":          {sql, "TSV", "\n", 300_000},
		"CSV":                {sql, "CSV", "some_name", 0},
		"JSONEachRow":        {sql, "JSONEachRow", "some_name", 300_000},
		"JSONCompactEachRow": {sql, "JSONCompactEachRow", "some_name", 0},
		"RowBinary":          {sql, "RowBinary", "some_name", 0},
		// With a head, or a head and a foot.
		"TSVWithNames":          {sql, "TSVWithNames", "some_name", 1},
		"CSVWithNames":          {sql, "CSVWithNames", "some_name", 1},
		"JSON":                  {sql, "JSON", "some_name", 300_001},
		"ArrowStream":           {sql, "ArrowStream", "some_name", 1},
		"JSON of the statement": {sql + " FORMAT JSON", "TSV", `"meta"`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Count(read(t, c.sql, c.format), c.part); got != c.want {
				t.Errorf("got %q %d times, want %d", c.part, got, c.want)
			}
		})
	}
}

func TestQueryTakesStatementsOfEveryKind(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]string{
		"SHOW DATABASES LIKE 'system'":                  "system\n",
		"EXISTS TABLE system.one":                       "1\n",
		"-- a comment\nSELECT 1":                        "1\n",
		"/* a ; b */ SELECT 1;":                         "1\n",
		"SELECT\n1":                                     "1\n",
		"with 1 AS x select x":                          "1\n",
		"(SELECT 1) UNION ALL (SELECT 1)":               "1\n1\n",
		"SELECT 1 WHERE 0":                              "",
		"SELECT 'a\n\nDROP', ';'":                       "a\\n\\nDROP\t;\n",
		"SELECT toDateTime64('2026-01-02 03:04:05', 3)": "2026-01-02 03:04:05.000\n",
		"SELECT timezone()":                             "UTC\n",
	} {
		t.Run(sql, func(t *testing.T) {
			if got := read(t, sql, "TSV"); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestScriptsAreRefused(t *testing.T) {
	t.Parallel()
	const script = "CREATE DATABASE script_ran; SELECT 1"
	for name, run := range map[string]func(context.Context) error{
		"Exec":  func(ctx context.Context) error { return store.Exec(ctx, script) },
		"Query": func(ctx context.Context) error { _, err := store.Query(ctx, script, "JSON"); return err },
		"QueryIn": func(ctx context.Context) error {
			_, err := store.QueryIn(ctx, script, "JSON", engine.QuerySession{})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			if err := run(t.Context()); !engine.IsCode(err, proto.ErrSyntaxError) {
				t.Errorf("got %v, want SYNTAX_ERROR", err)
			}
		})
	}
	if got := read(t, "EXISTS DATABASE script_ran", "TSV"); got != "0\n" {
		t.Errorf("got %q, want no part of it to have run", got)
	}
}

func TestContextStopsStatements(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(context.Context) error{
		"Exec":           func(ctx context.Context) error { return store.Exec(ctx, busy) },
		"streamed Query": func(ctx context.Context) error { _, err := store.Query(ctx, busy, "TSV"); return err },
		"held Query":     func(ctx context.Context) error { _, err := store.Query(ctx, busy, "JSON"); return err },
		"Read": func(ctx context.Context) error {
			r, err := store.Query(ctx, endless, "TSV")
			if err != nil {
				return err
			}
			defer r.Close()
			_, err = io.Copy(io.Discard, r)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			err := call(ctx)
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v, want its context's error", err)
			}
			if e, ok := errors.AsType[*engine.Exception](err); ok {
				t.Errorf("got %v, want no verdict of the engine", e)
			}
		})
	}
}

func TestClosedReaderFreesItsConnection(t *testing.T) {
	t.Parallel()
	for range 5 { // more than there are connections
		r, err := store.Query(t.Context(), endless, "TSV")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(r, make([]byte, 100)); err != nil {
			t.Error(err)
		}
		if err := errors.Join(r.Close(), r.Close()); err != nil {
			t.Error(err)
		}
		if _, err := r.Read(make([]byte, 1)); err == nil || err == io.EOF {
			t.Errorf("Read after Close: got %v, want an error", err)
		}
	}
}

func TestResultHoldsNothingOfAFailedStatement(t *testing.T) {
	t.Parallel()
	for range 4 { // more than there are connections
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if _, err := store.Query(ctx, busy, "JSON"); err == nil {
			t.Error("got no error, want its context's")
		}
		cancel()
		for range 4 {
			if got := read(t, "SHOW DATABASES LIKE 'system'", "TSV"); got != "system\n" {
				t.Errorf("got %q, want %q", got, "system\n")
			}
		}
	}
}
