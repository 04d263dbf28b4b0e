package embedded_test

import (
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
	"callrecords/load/engine/enginetest"
)

// asked is the result of a statement in a session, as TSV.
func asked(t *testing.T, sql string, s engine.QuerySession) (string, error) {
	t.Helper()
	r, err := store.QueryIn(t.Context(), sql, "TSV", s)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(r)
	return string(text), errors.Join(err, r.Close())
}

func TestSessionHoldsForItsStatementOnly(t *testing.T) {
	t.Parallel()
	db := enginetest.Database(t, store)
	mustExec(t, "CREATE TABLE "+db+".here (n UInt8) ENGINE = Memory")
	s := engine.QuerySession{Database: db, Settings: map[string]string{"max_result_rows": "5", "join_use_nulls": "1"},
		Parameters: map[string]string{"x": `a'b\tc`}, ReadOnly: true}
	got, err := asked(t, "SELECT currentDatabase(), getSetting('max_result_rows'), getSetting('readonly'), {x:String}, (SELECT count() FROM here)", s)
	if err != nil {
		t.Fatal(err)
	}
	if want := db + "\t5\t1\ta\\'b\\tc\t0\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for range 4 { // more than there are connections
		if got := one(t, "SELECT getSetting('max_result_rows') + getSetting('readonly')"); got != "0" {
			t.Errorf("got settings %s in the pool, want 0", got)
		}
	}
}

func TestSessionErrorsAreTheEngines(t *testing.T) {
	t.Parallel()
	setting := func(name, value string) engine.QuerySession {
		return engine.QuerySession{Settings: map[string]string{name: value}}
	}
	for name, c := range map[string]struct {
		sql  string
		as   engine.QuerySession
		code proto.Error // 0: any
	}{
		"no such setting":  {"SELECT 1", setting("nosuch", "1"), proto.ErrUnknownSetting},
		"SQL in a setting": {"SELECT 1", setting("a = 1, b", "1"), proto.ErrUnknownSetting},
		"no such database": {"SELECT 1", engine.QuerySession{Database: "nosuch"}, proto.ErrUnknownDatabase},
		"no such value":    {"SELECT 1", setting("max_threads", "many"), 0},
		"parameter missed": {"SELECT {x:String}", engine.QuerySession{}, proto.ErrUnknownQueryParameter},
		"write": {
			"CREATE DATABASE session_made_it", engine.QuerySession{ReadOnly: true}, proto.ErrReadonly,
		},
		"rows too many": {
			"SELECT number FROM numbers(1000000)", setting("max_result_rows", "10"), proto.ErrTooManyRowsOrBytes,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := asked(t, c.sql, c.as)
			e, ok := errors.AsType[*engine.Exception](err)
			if !ok {
				t.Fatalf("got %v, want an exception", err)
			}
			if c.code != 0 && e.Code != c.code {
				t.Errorf("got code %d, want %d", e.Code, c.code)
			}
		})
	}
}

func TestSessionsDoNotWaitForThePool(t *testing.T) {
	t.Parallel()
	var readers []io.Closer
	for range 6 { // more than there are connections
		r, err := store.QueryIn(t.Context(), endless, "TSV", engine.QuerySession{})
		if err != nil {
			t.Fatal(err)
		}
		readers = append(readers, r)
	}
	got, err := asked(t, "SELECT 1", engine.QuerySession{})
	if err != nil {
		t.Error(err)
	}
	if got != "1\n" {
		t.Errorf("got %q, want %q", got, "1\n")
	}
	for _, r := range readers {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestContextStopsSessions(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"TSV", "JSON"} {
		t.Run(format, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			_, err := store.QueryIn(ctx, busy, format, engine.QuerySession{ReadOnly: true})
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v, want its context's error", err)
			}
		})
	}
}

func TestManySessionsComeAndGo(t *testing.T) {
	t.Parallel()
	var sessions sync.WaitGroup
	for range 8 {
		sessions.Go(func() {
			for range 40 {
				got, err := asked(t, "SELECT sum(number) FROM numbers(1000)", engine.QuerySession{ReadOnly: true})
				if err != nil {
					t.Error(err)
				}
				if got != "499500\n" {
					t.Errorf("got %q, want %q", got, "499500\n")
				}
			}
		})
	}
	sessions.Wait()
}
