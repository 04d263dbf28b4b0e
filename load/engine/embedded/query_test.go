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

func TestExceptionsCarryTheirCode(t *testing.T) {
	t.Parallel()
	for sql, code := range map[string]proto.Error{
		"SELECT * FROM nowhere.t":                               proto.ErrUnknownDatabase,
		"SELECT * FROM system.nosuch":                           proto.ErrUnknownTable,
		"SELECT nosuch":                                         proto.ErrUnknownIdentifier,
		"SELECT 1 FROM":                                         proto.ErrSyntaxError,
		"SELECT throwIf(number = 1) FROM numbers(3)":            proto.ErrFunctionThrowIfValueIsNonZero,
		"SELECT throwIf(number = 900000) FROM numbers(1000000)": proto.ErrFunctionThrowIfValueIsNonZero,
		"SELECT 'a\n\nb', nosuch":                               proto.ErrUnknownIdentifier,
	} {
		e := new(engine.Exception)
		if err := store.Exec(t.Context(), sql); !errors.As(err, &e) || e.Code != code {
			t.Errorf("Exec %q: %v, want code %d", sql, err, code)
		}
		for _, format := range []string{"TSV", "JSON"} {
			if err := drain(t, sql, format); !errors.As(err, &e) || e.Code != code {
				t.Errorf("Query %q as %s: %v, want code %d", sql, format, err, code)
			}
		}
		if strings.Contains(e.Message, "\n") || strings.HasPrefix(e.Message, "DB::") {
			t.Errorf("message %q is not one clean line", e.Message)
		}
	}
}

// drain runs a query and returns whichever error it ends in.
func drain(t *testing.T, sql, format string) error {
	r, err := store.Query(t.Context(), sql, format)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

func TestResultsAreOneDocumentInEveryFormat(t *testing.T) {
	t.Parallel()
	const sql = "SELECT number AS some_name FROM numbers(300000)"
	for format, times := range map[string]int{
		"TSV": 0, "CSV": 0, "JSONEachRow": 300_000, "JSONCompactEachRow": 0, "RowBinary": 0, // streamed
		"TSVWithNames": 1, "CSVWithNames": 1, "JSON": 300_001, "ArrowStream": 1,
	} {
		if got := strings.Count(read(t, sql, format), "some_name"); got != times {
			t.Errorf("%s: the name is there %d times, want %d", format, got, times)
		}
	}
	if got := strings.Count(read(t, sql+" FORMAT JSON", "TSV"), `"meta"`); got != 1 {
		t.Errorf("FORMAT in the statement: %d documents", got)
	}
	if got := strings.Count(read(t, sql, "TSV"), "\n"); got != 300_000 {
		t.Errorf("TSV: %d lines", got)
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
		if got := read(t, sql, "TSV"); got != want {
			t.Errorf("%q: got %q, want %q", sql, got, want)
		}
	}
}

func TestScriptsAreRefused(t *testing.T) {
	t.Parallel()
	const script = "CREATE DATABASE script_ran; SELECT 1"
	if err := store.Exec(t.Context(), script); err == nil {
		t.Error("Exec ran it")
	}
	if _, err := store.Query(t.Context(), script, "JSON"); err == nil {
		t.Error("Query ran it")
	}
	if got := read(t, "EXISTS DATABASE script_ran", "TSV"); got != "0\n" {
		t.Error("a part of it ran")
	}
}

func TestContextStopsStatements(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(context.Context) error{
		"Exec": func(ctx context.Context) error { return store.Exec(ctx, busy) },
		"streamed Query": func(ctx context.Context) error {
			_, err := store.Query(ctx, busy, "TSV")
			return err
		},
		"held Query": func(ctx context.Context) error {
			_, err := store.Query(ctx, busy, "JSON")
			return err
		},
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
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		err := call(ctx)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v, want its context's error", name, err)
		}
		if e := new(engine.Exception); errors.As(err, &e) {
			t.Errorf("%s: %v passes for a verdict of the engine", name, err)
		}
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
			t.Errorf("Read after Close: %v, want an error", err)
		}
	}
}

func TestResultHoldsNothingOfAFailedStatement(t *testing.T) {
	t.Parallel()
	for range 4 { // more than there are connections
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		if _, err := store.Query(ctx, busy, "JSON"); err == nil {
			t.Error("no error")
		}
		cancel()
		for range 4 {
			if got := read(t, "SHOW DATABASES LIKE 'system'", "TSV"); got != "system\n" {
				t.Errorf("got %q", got)
			}
		}
	}
}
