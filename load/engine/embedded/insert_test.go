package embedded_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"

	"callrecords/load/engine"
	"callrecords/load/engine/enginetest"
)

func TestInsertQuotesNames(t *testing.T) {
	t.Parallel()
	db := enginetest.Database(t, store)
	const table, column = "a`b\\c 'd", "n`, (SELECT 1) '\\"
	mustExec(t, "CREATE TABLE "+db+".`a\\`b\\\\c 'd` (`n\\`, (SELECT 1) '\\\\` UInt64) ENGINE = MergeTree ORDER BY tuple()")
	rows := enginetest.Record(t, `[{"n`+"`"+`, (SELECT 1) '\\":7}]`, arrow.Field{Name: column, Type: arrow.PrimitiveTypes.Uint64})
	if _, err := store.Insert(t.Context(), engine.Block{Database: db, Table: table, Types: []string{"UInt64"}, Rows: rows}); err != nil {
		t.Fatal(err)
	}
	if got := one(t, "SELECT * FROM "+db+".`a\\`b\\\\c 'd`"); got != "7" {
		t.Errorf("got %s, want 7", got)
	}
}

func TestInsertsAndQueriesRunTogether(t *testing.T) {
	t.Parallel()
	db := enginetest.Database(t, store)
	mustExec(t, "CREATE TABLE "+db+".t (n UInt64) ENGINE = MergeTree ORDER BY n")
	var all sync.WaitGroup
	for writer := range uint64(4) {
		all.Go(func() {
			for i := range uint64(10) {
				from := (writer*10 + i) * 1000
				if _, err := store.Insert(t.Context(), enginetest.Numbers(db, "t", from, from+1000)); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for range 10 {
				if got := one(t, "SELECT count() % 1000 FROM "+db+".t"); got != "0" {
					t.Errorf("got %s rows of a block, want all or none", got)
				}
			}
		})
	}
	all.Wait()
	got := one(t, "SELECT count(), uniqExact(n), max(n) FROM "+db+".t")
	if want := "40000\t40000\t39999"; got != want {
		t.Errorf("got count, distinct, newest %q, want %q", got, want)
	}
}

func TestInsertAfterItsContextDoesNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := store.Insert(ctx, enginetest.Numbers("nowhere", "t", 0, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
