package embedded_test

import (
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/load/engine"
)

func TestInsertIsOnePartInEachPartition(t *testing.T) {
	t.Parallel()
	db := database(t)
	for _, c := range []struct{ name, partition, want string }{
		{"whole", "", "1"},
		{"halves", "PARTITION BY n < 150000", "2"},
	} {
		mustExec(t, "CREATE TABLE "+db+"."+c.name+" (n UInt64) ENGINE = MergeTree "+c.partition+" ORDER BY n")
		mustExec(t, "SYSTEM STOP MERGES "+db+"."+c.name)
		written, err := store.Insert(t.Context(), numbers(db, c.name, 0, 300_000))
		if err != nil || written != 300_000 {
			t.Fatalf("%s: wrote %d rows, %v", c.name, written, err)
		}
		got := one(t, "SELECT count(), sum(rows), max(level) FROM system.parts WHERE database = '"+db+"' AND table = '"+c.name+"'")
		if want := c.want + "	300000	0"; got != want {
			t.Errorf("%s: parts, rows, level are %s, want %s", c.name, got, want)
		}
	}
}

func TestInsertKeepsEveryByte(t *testing.T) {
	t.Parallel()
	db := database(t)
	mustExec(t, "CREATE TABLE "+db+".t (v String) ENGINE = MergeTree ORDER BY tuple()")
	for _, v := range []string{"a\n\nb", "a\n\nDROP DATABASE " + db + "\n\n", "it's `quoted` \"so\" \\n", "\x00\t\r\n;--/*", strings.Repeat("x\n\n", 1<<20)} {
		if _, err := store.Insert(t.Context(), oneText(db, "t", v)); err != nil {
			t.Fatal(err)
		}
		got := one(t, "SELECT hex(MD5(v)), length(v) FROM "+db+".t")
		if want := fmt.Sprintf("%X	%d", md5.Sum([]byte(v)), len(v)); got != want {
			t.Errorf("%.20q: digest and length are %s, want %s", v, got, want)
		}
		mustExec(t, "TRUNCATE TABLE "+db+".t")
	}
}

// oneText is a block of one row with one String column v.
func oneText(database, table, v string) engine.Block {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	defer b.Release()
	b.Append(v)
	schema := arrow.NewSchema([]arrow.Field{{Name: "v", Type: arrow.BinaryTypes.String}}, nil)
	return engine.Block{
		Database: database,
		Table:    table,
		Types:    []string{"String"},
		Rows:     array.NewRecord(schema, []arrow.Array{b.NewArray()}, 1),
	}
}

func TestInsertQuotesNames(t *testing.T) {
	t.Parallel()
	db := database(t)
	const table, column = "a`b\\c 'd", "n`, (SELECT 1) '\\"
	mustExec(t, "CREATE TABLE "+db+".`a\\`b\\\\c 'd` (`n\\`, (SELECT 1) '\\\\` UInt64) ENGINE = MergeTree ORDER BY tuple()")
	rec := record(t, `[{"n`+"`"+`, (SELECT 1) '\\":7}]`, arrow.Field{Name: column, Type: arrow.PrimitiveTypes.Uint64})
	if _, err := store.Insert(t.Context(), engine.Block{Database: db, Table: table, Types: []string{"UInt64"}, Rows: rec}); err != nil {
		t.Fatal(err)
	}
	if got := one(t, "SELECT * FROM "+db+".`a\\`b\\\\c 'd`"); got != "7" {
		t.Errorf("got %s, want 7", got)
	}
}

func TestInsertThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	db := database(t)
	mustExec(t, "CREATE TABLE "+db+".t (n UInt64, CONSTRAINT small CHECK n < 299999) ENGINE = MergeTree ORDER BY n")
	_, err := store.Insert(t.Context(), numbers(db, "t", 0, 300_000))
	if !engine.IsCode(err, proto.ErrViolatedConstraint) {
		t.Errorf("got %v, want VIOLATED_CONSTRAINT", err)
	}
	if got := one(t, "SELECT count() FROM "+db+".t"); got != "0" {
		t.Errorf("%s rows are in, want none", got)
	}
}

func TestInsertRefusesWhatItCannotDescribe(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]engine.Block{
		"no rows":        {Types: []string{"UInt64"}},
		"type too many":  {Types: []string{"UInt64", "String"}, Rows: numbers("", "", 0, 1).Rows},
		"type too few":   {Rows: numbers("", "", 0, 1).Rows},
		"no such table":  numbers("nowhere", "t", 0, 1),
		"no such column": {Database: "system", Table: "one", Types: []string{"UInt64"}, Rows: numbers("", "", 0, 1).Rows},
	} {
		if _, err := store.Insert(t.Context(), block); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestInsertsAndQueriesRunTogether(t *testing.T) {
	t.Parallel()
	db := database(t)
	mustExec(t, "CREATE TABLE "+db+".t (n UInt64) ENGINE = MergeTree ORDER BY n")
	var all sync.WaitGroup
	for writer := range uint64(4) {
		all.Go(func() {
			for i := range uint64(10) {
				from := (writer*10 + i) * 1000
				if _, err := store.Insert(t.Context(), numbers(db, "t", from, from+1000)); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for range 10 {
				if got := one(t, "SELECT count() % 1000 FROM "+db+".t"); got != "0" {
					t.Errorf("%s rows of a block are seen, want all or none", got)
				}
			}
		})
	}
	all.Wait()
	if got := one(t, "SELECT count(), uniqExact(n), max(n) FROM "+db+".t"); got != "40000	40000	39999" {
		t.Errorf("count, distinct, newest are %s", got)
	}
}

func TestInsertAfterItsContextDoesNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := store.Insert(ctx, numbers("nowhere", "t", 0, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
