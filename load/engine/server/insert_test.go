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

	"callrecords/load/engine"
	"callrecords/load/engine/server"
	"callrecords/load/engine/server/servertest"
)

// table makes a table t of one column n.
func (f *fixture) table() {
	f.Helper()
	f.exec("CREATE TABLE %s.t (n UInt64) ENGINE = MergeTree ORDER BY n")
}

func TestInsertIsOneBlockAndNeverAsynchronous(t *testing.T) {
	f := setup(t)
	f.table()
	f.exec("SYSTEM STOP MERGES %s.t")
	written, err := f.Insert(t.Context(), f.numbers("t", 300_000))
	if err != nil || written != 300_000 {
		t.Fatalf("wrote %d rows, %v", written, err)
	}
	f.want("SELECT count(), sum(rows), max(level) FROM system.parts WHERE database = '%s' AND table = 't'", "1\t300000\t0")
	sent := f.fake.InsertSettings()[0]
	for name, want := range map[string]string{
		"async_insert":               "0",
		"min_insert_block_size_rows": "1000000000", "min_insert_block_size_bytes": "0",
		"max_insert_block_size": "1000000000", "max_insert_threads": "1",
		"distributed_foreground_insert": "1",
	} {
		if sent[name] != want {
			t.Errorf("%s is %q, want %s", name, sent[name], want)
		}
	}
}

func TestInsertKeepsEveryByte(t *testing.T) {
	f := setup(t)
	f.exec("CREATE TABLE %s.t (v String) ENGINE = MergeTree ORDER BY tuple()")
	rows := record(t, text, `["a\n\nb", "x\n\nDROP DATABASE y\n\n", "it's `+"`quoted`"+` \"so\" \\n", "\u0000\t\r\n;--/*"]`)
	_, err := f.Insert(t.Context(), engine.Block{Database: f.database, Table: "t", Types: []string{"String"}, Rows: rows})
	f.must(err)
	f.want("SELECT arraySort(groupArray(length(v))) FROM %s.t", "[4,9,20,21]")
	f.want("SELECT count() FROM %s.t WHERE v = 'a\\n\\nb' OR v = '\\0\\t\\r\\n;--/*'", "2")
}

func TestInsertQuotesNames(t *testing.T) {
	f := setup(t)
	const table, column = "a`b\\c 'd", "n`, --/* values\\"
	f.exec("CREATE TABLE %s.`a\\`b\\\\c 'd` (`n\\`, --/* values\\\\` UInt64) ENGINE = MergeTree ORDER BY tuple()")
	block := f.numbers(table, 1)
	block.Rows = renamed(block.Rows, column)
	_, err := f.Insert(t.Context(), block)
	f.must(err)
	f.want("SELECT * FROM %s.`a\\`b\\\\c 'd`", "0")
}

func renamed(rows arrow.Record, column string) arrow.Record {
	field := arrow.Field{Name: column, Type: rows.Column(0).DataType()}
	return arrowRecord(arrow.NewSchema([]arrow.Field{field}, nil), rows)
}

func TestInsertRefusesWhatItCannotDescribe(t *testing.T) {
	f := setup(t)
	f.table()
	good := f.numbers("t", 1)
	for name, c := range map[string]struct {
		block engine.Block
		code  proto.Error
	}{
		"no rows":               {engine.Block{Database: f.database, Table: "t", Types: good.Types}, 0},
		"type too many":         {engine.Block{Database: f.database, Table: "t", Types: []string{"UInt64", "String"}, Rows: good.Rows}, 0},
		"type too few":          {engine.Block{Database: f.database, Table: "t", Rows: good.Rows}, 0},
		"no table named":        {engine.Block{Database: f.database, Types: good.Types, Rows: good.Rows}, 0},
		"name with parentheses": {engine.Block{Database: f.database, Table: "t(", Types: good.Types, Rows: good.Rows}, 0},
		"no such table":         {engine.Block{Database: f.database, Table: "u", Types: good.Types, Rows: good.Rows}, proto.ErrUnknownTable},
		"no such column":        {engine.Block{Database: f.database, Table: "t", Types: good.Types, Rows: renamed(good.Rows, "m")}, proto.ErrNoSuchColumnInTable},
	} {
		if _, err := f.Insert(t.Context(), c.block); err == nil || code(err) != c.code {
			t.Errorf("%s: %v, want code %d", name, err, c.code)
		}
	}
	f.want("SELECT count() FROM %s.t", "0")
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
			written, err := f.Insert(t.Context(), block)
			if err == nil || code(err) != c.code {
				t.Errorf("wrote %d rows, %v, want code %d", written, err, c.code)
			}
			if short := name == "a row missing"; errors.Is(err, engine.ErrRowCount) != short {
				t.Errorf("got %v, want ErrRowCount: %t", err, short)
			}
			if len(err.Error()) > 300 {
				t.Errorf("the error has %d bytes: %v", len(err.Error()), err)
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
	if err != nil || written != 17 {
		t.Errorf("wrote %d rows, %v, want what the server says", written, err)
	}
}

func TestInsertThatViolatesAConstraintLeavesNothing(t *testing.T) {
	f := setup(t)
	f.exec("CREATE TABLE %s.t (n UInt64, CONSTRAINT small CHECK n < 299999) ENGINE = MergeTree ORDER BY n")
	_, err := f.Insert(t.Context(), f.numbers("t", 300_000))
	if code(err) != proto.ErrViolatedConstraint {
		t.Errorf("got %v, want VIOLATED_CONSTRAINT", err)
	}
	f.want("SELECT count() FROM %s.t", "0")
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
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			if err := call(ctx, f); !errors.Is(err, context.DeadlineExceeded) || code(err) != 0 {
				t.Errorf("%v, want its context's error", err)
			}
			f.want("SELECT count() FROM %s.t", "0")
		})
	}
}

func TestServerThatDoesNotAnswerIsGivenUp(t *testing.T) {
	f := setup(t)
	f.table()
	engine := open(t, server.Options{URL: f.url, ReadTimeout: 200 * time.Millisecond})
	f.fake.Inject("INSERT", servertest.Hang())
	_, err := engine.Insert(t.Context(), f.numbers("t", 10))
	if err == nil || code(err) != 0 || !strings.Contains(err.Error(), "timeout") {
		t.Errorf("got %v", err)
	}
}
