package enginetest

import (
	"crypto/md5"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/load/engine"
)

// Conformance tests what every engine must do, whatever is between it and the
// caller.
func Conformance(t *testing.T, e engine.Engine) {
	for name, test := range map[string]func(*testing.T, engine.Engine){
		"types":             Types,
		"tuples":            testTuples,
		"exceptions":        testExceptions,
		"bytes":             testBytes,
		"parts":             testParts,
		"constraint":        testConstraint,
		"blocks refused":    testBlocksRefused,
		"numbers and zones": testNumbers,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, e)
		})
	}
}

// Types tests that values of every type of the schema arrive unchanged.
func Types(t *testing.T, e engine.Engine) {
	// One table has a column of each type: a table per type takes thrice as long.
	f := setup(t, e)
	columns := []string{"i UInt8"}
	for i, c := range types {
		columns = append(columns, fmt.Sprintf("v%d %s", i, c.clickhouse))
	}
	f.exec("CREATE TABLE %s.t (" + strings.Join(columns, ", ") + ") ENGINE = MergeTree ORDER BY i")
	for i, c := range types {
		t.Run(c.clickhouse, func(t *testing.T) {
			f := f.on(t)
			v := fmt.Sprintf("v%d", i)
			var values []json.RawMessage
			if err := json.Unmarshal([]byte(c.values), &values); err != nil {
				t.Fatal(err)
			}
			var rows []string
			for _, value := range values {
				rows = append(rows, fmt.Sprintf(`{"i":%d,"%s":%s}`, i, v, value))
			}
			f.insert(engine.Block{
				Database: f.database, Table: "t", Types: []string{"UInt8", c.clickhouse},
				Rows: Record(
					t,
					"["+strings.Join(rows, ",")+"]",
					arrow.Field{
						Name: "i",
						Type: arrow.PrimitiveTypes.Uint8,
					},
					arrow.Field{Name: v, Type: c.arrow, Nullable: true},
				),
			})
			f.want(strings.Join(c.want, ".\n")+".",
				fmt.Sprintf("SELECT ifNull(toString(%s), 'NULL') || '.' FROM %%s.t WHERE i = %d", v, i))
		})
	}
}

// testTuples tests that of the tuples of the ledger's columns the greatest stays,
// whatever the order of arrival, before a merge and after.
func testTuples(t *testing.T, e engine.Engine) {
	f := setup(t, e)
	kinds := []string{
		"UInt64",
		"SimpleAggregateFunction(max, Tuple(UInt64, DateTime64(3,'UTC')))",
		"SimpleAggregateFunction(max, Tuple(UInt64, String))",
	}
	f.exec(
		fmt.Sprintf(
			"CREATE TABLE %%s.ledger (id %s, loaded %s, what %s) ENGINE = AggregatingMergeTree ORDER BY id",
			kinds[0],
			kinds[1],
			kinds[2],
		),
	)
	for _, row := range []string{
		`[{"id":1,"loaded":{"1":2,"2":"2026-01-02 00:00:00"},"what":{"1":2,"2":"second"}}]`,
		`[{"id":1,"loaded":{"1":3,"2":"2026-01-01 00:00:00"},"what":{"1":3,"2":"third"}}]`,
		`[{"id":1,"loaded":{"1":1,"2":"2026-01-03 00:00:00"},"what":{"1":1,"2":"first"}}]`,
	} {
		f.insert(engine.Block{
			Database: f.database, Table: "ledger", Types: kinds,
			Rows: Record(
				t,
				row,
				arrow.Field{Name: "id", Type: arrow.PrimitiveTypes.Uint64},
				arrow.Field{
					Name: "loaded",
					Type: pair(millis),
				},
				arrow.Field{Name: "what", Type: pair(text)},
			),
		})
	}
	const third = "1\t(3,'2026-01-01 00:00:00.000')\t(3,'third')"
	f.want(third, "SELECT * FROM %s.ledger FINAL")
	f.exec("OPTIMIZE TABLE %s.ledger FINAL")
	f.want(third, "SELECT * FROM %s.ledger")
}

// testExceptions tests that errors of the engine carry their code and one clean
// line, however the statement is run.
func testExceptions(t *testing.T, e engine.Engine) {
	f := &fixture{T: t, Engine: e}
	for sql, code := range map[string]proto.Error{
		"SELECT * FROM nowhere.t":                               proto.ErrUnknownDatabase,
		"SELECT * FROM system.nosuch":                           proto.ErrUnknownTable,
		"SELECT nosuch":                                         proto.ErrUnknownIdentifier,
		"SELECT 1 FROM":                                         proto.ErrSyntaxError,
		"SELECT throwIf(number = 1) FROM numbers(3)":            proto.ErrFunctionThrowIfValueIsNonZero,
		"SELECT throwIf(number = 900000) FROM numbers(1000000)": proto.ErrFunctionThrowIfValueIsNonZero,
		"SELECT 'a\n\nb', nosuch":                               proto.ErrUnknownIdentifier,
	} {
		for way, run := range map[string]func(*fixture) error{
			"Exec":       func(f *fixture) error { return f.Exec(f.Context(), sql) },
			"Query TSV":  func(f *fixture) error { _, err := f.read(sql, "TSV"); return err },
			"Query JSON": func(f *fixture) error { _, err := f.read(sql, "JSON"); return err },
		} {
			t.Run(sql+"/"+way, func(t *testing.T) {
				err := run(f.on(t))
				got, ok := errors.AsType[*engine.Exception](err)
				if !ok {
					t.Fatalf("got %v, want an exception", err)
				}
				if got.Code != code {
					t.Errorf("got code %d, want %d", got.Code, code)
				}
				if strings.Contains(err.Error(), "\n") {
					t.Errorf("got %q, want one line", err)
				}
				if strings.Contains(err.Error(), "DB::") {
					t.Errorf("got %q, want it without the engine's class names", err)
				}
			})
		}
	}
}

// testBytes tests that an inserted text is kept to the byte, even one that looks
// like the end of the data or like SQL.
func testBytes(t *testing.T, e engine.Engine) {
	f := setup(t, e)
	f.exec("CREATE TABLE %s.t (name String, v String) ENGINE = MergeTree ORDER BY name")
	for name, v := range map[string]string{
		"blank line":       "a\n\nb",
		"statement":        "a\n\nDROP DATABASE " + f.database + "\n\n",
		"quotes":           "it's `quoted` \"so\" \\n",
		"control and more": "\x00\t\r\n;--/*",
		"three megabytes":  strings.Repeat("x\n\n", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			f := f.on(t)
			// Built by hand: Arrow's JSON reader takes a minute for the longest one.
			fields := []arrow.Field{{Name: "name", Type: text}, {Name: "v", Type: text}}
			b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
			defer b.Release()
			b.Field(0).(*array.StringBuilder).Append(name)
			b.Field(1).(*array.StringBuilder).Append(v)
			row := b.NewRecord()
			defer row.Release()
			f.insert(
				engine.Block{
					Database: f.database,
					Table:    "t",
					Types:    []string{"String", "String"},
					Rows:     row,
				},
			)
			f.want(fmt.Sprintf("%X\t%d", md5.Sum([]byte(v)), len(v)),
				"SELECT hex(MD5(v)), length(v) FROM %s.t WHERE name = "+engine.Quote(name))
		})
	}
}

// testParts tests that a block becomes one part in each partition: a block within
// one partition is in the table whole or not at all.
func testParts(t *testing.T, e engine.Engine) {
	f := setup(t, e)
	for name, c := range map[string]struct{ partition, parts string }{
		"whole":  {"", "1"},
		"halves": {"PARTITION BY n < 150000", "2"},
	} {
		t.Run(name, func(t *testing.T) {
			f := f.on(t)
			f.exec(
				"CREATE TABLE %s." + name + " (n UInt64) ENGINE = MergeTree " + c.partition + " ORDER BY n",
			)
			f.exec("SYSTEM STOP MERGES %s." + name)
			f.insert(Numbers(f.database, name, 0, 300_000))
			f.want(c.parts+"\t300000\t0", "SELECT count(), sum(rows), max(level) FROM system.parts "+
				"WHERE database = '%s' AND table = '"+name+"'")
		})
	}
}

// testConstraint tests that an insert that fails at its last row leaves nothing.
func testConstraint(t *testing.T, e engine.Engine) {
	f := setup(t, e)
	f.exec("CREATE TABLE %s.t (n UInt64, CONSTRAINT small CHECK n < 299999) ENGINE = MergeTree ORDER BY n")
	_, err := f.Insert(t.Context(), Numbers(f.database, "t", 0, 300_000))
	if !engine.IsCode(err, proto.ErrViolatedConstraint) {
		t.Errorf("got %v, want VIOLATED_CONSTRAINT", err)
	}
	f.want("0", "SELECT count() FROM %s.t")
}

// testBlocksRefused tests that a block that does not fit is refused and leaves
// nothing: by us where it makes no sense, by the engine where it has no place.
func testBlocksRefused(t *testing.T, e engine.Engine) {
	f := setup(t, e)
	f.exec("CREATE TABLE %s.t (m UInt64) ENGINE = MergeTree ORDER BY m")
	rows := Numbers("", "", 0, 1).Rows
	for name, c := range map[string]struct {
		block engine.Block
		code  proto.Error // 0: no verdict of the engine
	}{
		"no rows":       {engine.Block{Table: "t", Types: []string{"UInt64"}}, 0},
		"type too many": {engine.Block{Table: "t", Types: []string{"UInt64", "String"}, Rows: rows}, 0},
		"type too few":  {engine.Block{Table: "t", Rows: rows}, 0},
		"no such table": {engine.Block{Table: "u", Types: []string{"UInt64"}, Rows: rows}, proto.ErrUnknownTable},
		"no such column": {
			engine.Block{Table: "t", Types: []string{"UInt64"}, Rows: rows}, proto.ErrNoSuchColumnInTable,
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.block.Database = f.database
			_, err := f.Insert(t.Context(), c.block)
			if err == nil {
				t.Fatal("got no error, want one")
			}
			var code proto.Error
			if exception, ok := errors.AsType[*engine.Exception](err); ok {
				code = exception.Code
			}
			if code != c.code {
				t.Errorf("got %v, want code %d", err, c.code)
			}
		})
	}
	f.want("0", "SELECT count() FROM %s.t")
}

// testNumbers tests that JSON has numbers as numbers and that instants are UTC.
func testNumbers(t *testing.T, e engine.Engine) {
	f := &fixture{T: t, Engine: e}
	got, err := f.read("SELECT 18446744073709551615 AS n, timezone() AS z", "JSONEachRow")
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"n":18446744073709551615,"z":"UTC"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
