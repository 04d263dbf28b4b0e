package server_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"callrecords/load/engine"
	"callrecords/load/engine/server"
	"callrecords/load/engine/server/servertest"
)

// table makes a table t of one column n.
func (f *fixture) table() {
	f.Helper()
	f.exec("CREATE TABLE %s.t (n UInt64) ENGINE = MergeTree ORDER BY n")
}

// That they have this effect, one part of one block, is in the conformance tests.
func TestInsertAsksForOneBlockAndNeverAsynchronously(t *testing.T) {
	f := setup(t)
	f.table()
	_, err := f.Insert(t.Context(), f.numbers("t", 10))
	f.must(err)
	sent := f.fake.InsertSettings()[0]
	for setting, want := range map[string]string{
		"async_insert":                  "0",
		"min_insert_block_size_rows":    "1000000000",
		"min_insert_block_size_bytes":   "0",
		"max_insert_block_size":         "1000000000",
		"max_insert_threads":            "1",
		"distributed_foreground_insert": "1",
	} {
		t.Run(setting, func(t *testing.T) {
			if got := sent[setting]; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestInsertQuotesNames(t *testing.T) {
	f := setup(t)
	const table, column = "a`b\\c 'd", "n`, --/* values\\"
	f.exec("CREATE TABLE %s.`a\\`b\\\\c 'd` (`n\\`, --/* values\\\\` UInt64) ENGINE = MergeTree ORDER BY tuple()")
	block := f.numbers(table, 1)
	fields := arrow.NewSchema([]arrow.Field{{Name: column, Type: arrow.PrimitiveTypes.Uint64}}, nil)
	block.Rows = array.NewRecord(fields, block.Rows.Columns(), 1)
	_, err := f.Insert(t.Context(), block)
	f.must(err)
	f.want("SELECT * FROM %s.`a\\`b\\\\c 'd`", "0")
}

func TestInsertRefusesNamesThatTheDriverCannotRead(t *testing.T) {
	f := setup(t)
	for name, table := range map[string]string{"empty": "", "parenthesis": "t("} {
		t.Run(name, func(t *testing.T) {
			_, err := f.Insert(t.Context(), f.numbers(table, 1))
			if err == nil {
				t.Fatal("got no error, want one")
			}
			if got := code(err); got != 0 {
				t.Errorf("got code %d, want no verdict of the engine", got)
			}
		})
	}
}

// Each fault has its own outcome: the engine's verdict, or none, and rows that
// are in or not. None of them may be repaired by sending again.
func TestFaultsOfAnInsert(t *testing.T) {
	for name, c := range map[string]struct {
		fault servertest.Fault
		code  proto.Error // 0: outcome unknown
		rows  string      // that are in
	}{
		"request broke off":         {servertest.DropRequest(), 0, "0"},
		"reply lost":                {servertest.DropReply(), 0, "300000"},
		"load balancer":             {servertest.Status(503), 0, "0"},
		"redirect":                  {servertest.Redirect("http://127.0.0.1:1/"), 0, "0"},
		"too many parts":            {servertest.Throw(proto.ErrTooManyParts, "Too many parts. (TOO_MANY_PARTS)"), proto.ErrTooManyParts, "0"},
		"memory":                    {servertest.Throw(proto.ErrMemoryLimitExceeded, "Memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)"), proto.ErrMemoryLimitExceeded, "0"},
		"a row missing":             {servertest.Miscount(-1), 0, "300000"},
		"summary dropped by proxy":  {servertest.WithoutSummary(), 0, "300000"},
		"table gone, body not read": {nil, proto.ErrUnknownTable, "0"},
	} {
		t.Run(name, func(t *testing.T) {
			f := setup(t)
			f.table()
			block := f.numbers("t", 300_000)
			if c.fault == nil {
				block.Table = "gone"
			} else {
				f.fake.Inject("INSERT", c.fault)
			}
			_, err := f.Insert(t.Context(), block)
			if err == nil {
				t.Fatal("got no error, want one")
			}
			if got := code(err); got != c.code {
				t.Errorf("got %v, want code %d", err, c.code)
			}
			if short := name == "a row missing"; errors.Is(err, engine.ErrRowCount) != short {
				t.Errorf("got %v, want ErrRowCount: %t", err, short)
			}
			if len(err.Error()) > 300 {
				t.Errorf("got an error of %d bytes, want 300 at most: %v", len(err.Error()), err)
			}
			f.want("SELECT count() FROM %s.t", c.rows)
			_, err = f.Insert(t.Context(), f.numbers("t", 1)) // the engine is as good as before
			f.must(err)
		})
	}
}

func TestRowsOfMaterializedViewsAreWrittenToo(t *testing.T) {
	f := setup(t)
	f.table()
	f.fake.Inject("INSERT", servertest.Miscount(7))
	written, err := f.Insert(t.Context(), f.numbers("t", 10))
	f.must(err)
	if written != 17 {
		t.Errorf("got %d rows written, want 17, which the server says", written)
	}
}

func TestContextStopsWhatHangs(t *testing.T) {
	for name, call := range map[string]func(context.Context, *fixture) error{
		"Insert": func(ctx context.Context, f *fixture) error {
			_, err := f.Insert(ctx, f.numbers("t", 300_000))
			return err
		},
		"Exec": func(ctx context.Context, f *fixture) error { return f.Exec(ctx, "SELECT 'INSERT'") },
		"Query": func(ctx context.Context, f *fixture) error {
			_, err := f.Query(ctx, "SELECT 'INSERT'", "TSV")
			return err
		},
		"Read": func(ctx context.Context, f *fixture) error {
			r, err := f.Query(ctx, "SELECT number FROM numbers(1000000000000)", "TSV")
			if err != nil {
				return err
			}
			defer r.Close()
			_, err = io.Copy(io.Discard, r)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := setup(t)
			f.table()
			f.fake.Inject("INSERT", servertest.Hang())
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			err := call(ctx, f)
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v, want its context's error", err)
			}
			if got := code(err); got != 0 {
				t.Errorf("got code %d, want no verdict of the engine", got)
			}
			f.want("SELECT count() FROM %s.t", "0")
		})
	}
}

func TestServerThatDoesNotAnswerIsGivenUp(t *testing.T) {
	f := setup(t)
	f.table()
	impatient := open(t, server.Options{URL: f.url, ReadTimeout: 200 * time.Millisecond})
	f.fake.Inject("INSERT", servertest.Hang())
	_, err := impatient.Insert(t.Context(), f.numbers("t", 10))
	if err == nil {
		t.Fatal("got no error, want one")
	}
	if got := code(err); got != 0 {
		t.Errorf("got code %d, want no verdict of the engine", got)
	}
	if !strings.Contains(err.Error(), "timeout") {
		t.Errorf("got %v, want a timeout", err)
	}
}
