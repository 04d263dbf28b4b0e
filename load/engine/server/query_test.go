package server_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine/server"
	"callrecords/load/engine/server/servertest"
)

func TestResultThatBreaksOffNeverLooksWhole(t *testing.T) {
	const long = "SELECT number FROM numbers(3000000)"
	for name, c := range map[string]struct {
		sql   string
		fault servertest.Fault
		code  proto.Error
	}{
		"exception on the way": {
			"SELECT throwIf(number = 2900000) FROM numbers(3000000)", nil, proto.ErrFunctionThrowIfValueIsNonZero,
		},
		"connection lost":       {long, servertest.CutResult(1 << 20), 0},
		"connection lost early": {long, servertest.CutResult(1), 0},
		"reply lost":            {long, servertest.DropReply(), 0},
		"load balancer":         {long, servertest.Status(503), 0},
	} {
		for _, format := range []string{"TSV", "JSONEachRow"} {
			t.Run(name+" "+format, func(t *testing.T) {
				f := setup(t)
				if c.fault != nil {
					f.fake.Inject("numbers", c.fault)
				}
				text, err := f.read(c.sql, format)
				if err == nil {
					t.Fatalf("got %d bytes and no error, want one", len(text))
				}
				if code(err) != c.code {
					t.Errorf("got %v after %d bytes, want code %d", err, len(text), c.code)
				}
			})
		}
	}
}

func TestStatementThatFailsLateFails(t *testing.T) {
	f := setup(t)
	if err := f.Exec(t.Context(), "SELECT throwIf(number = 2900000) FROM numbers(3000000)"); code(err) != proto.ErrFunctionThrowIfValueIsNonZero {
		t.Errorf("got %v, want FUNCTION_THROW_IF_VALUE_IS_NON_ZERO", err)
	}
}

func TestExceptionInTheMiddleComesAfterTheRowsBeforeIt(t *testing.T) {
	f := setup(t)
	text, err := f.read("SELECT number + throwIf(number = 2900000) FROM numbers(3000000) SETTINGS max_threads = 1", "TSV")
	if code(err) != proto.ErrFunctionThrowIfValueIsNonZero {
		t.Errorf("got %v, want FUNCTION_THROW_IF_VALUE_IS_NON_ZERO", err)
	}
	if rows := strings.Count(text, "\n"); rows < 1_000_000 || rows > 2_900_000 {
		t.Errorf("got %d rows before it, want 2 to 2.9 million", rows)
	}
	if strings.Contains(text, "exception") {
		t.Error("got the exception among the rows, want rows only")
	}
}

func TestResultThatTalksOfExceptionsIsNone(t *testing.T) {
	f := setup(t)
	const said = "\r\n__exception__\r\nnot the tag it was\r\nCode: 60. DB::Exception: x\r\n"
	got, err := f.read("SELECT '\\r\\n__exception__\\r\\nnot the tag it was\\r\\nCode: 60. DB::Exception: x\\r'",
		"TSVRaw")
	f.must(err)
	if got != said {
		t.Errorf("got %q, want %q", got, said)
	}
}

func TestBigResultsAreStreamed(t *testing.T) {
	f := setup(t)
	r, err := f.Query(t.Context(), "SELECT number FROM numbers(1000000000000)", "TSV") // hours, were it held
	f.must(err)
	_, err = io.ReadFull(r, make([]byte, 10<<20))
	f.must(errors.Join(err, r.Close()))
	if _, err := r.Read(make([]byte, 1)); err == nil || err == io.EOF {
		t.Errorf("Read after Close: got %v, want an error", err)
	}
}

func TestFormatClauseIsRefused(t *testing.T) {
	f := setup(t)
	if _, err := f.read("SELECT 1 FORMAT JSON", "TSV"); err == nil {
		t.Error("got no error, want one: the clause would have won over the format asked for")
	}
}

func TestClosedEngineRefuses(t *testing.T) {
	f := setup(t)
	f.must(f.Close())
	if err := f.Exec(t.Context(), "SELECT 1"); err == nil {
		t.Error("Exec: got no error, want one")
	}
	_, err := f.Insert(t.Context(), f.numbers("t", 1))
	if err == nil {
		t.Fatal("Insert: got no error, want one")
	}
	if got := code(err); got != 0 {
		t.Errorf("Insert: got code %d, want no verdict of the engine", got)
	}
}

func TestReadOnlyQueriesDoNotWrite(t *testing.T) {
	f := setup(t)
	rows, err := f.Query(server.ReadOnly(t.Context()), "SELECT getSetting('readonly')", "TSV")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	if text, err := io.ReadAll(rows); err != nil || string(text) != "2\n" {
		t.Errorf("got readonly %q, %v, want 2", text, err)
	}
	create := "CREATE TABLE " + f.database + ".w (n UInt8) ENGINE = Memory"
	if _, err := f.Query(server.ReadOnly(t.Context()), create, "TSV"); code(err) != proto.ErrReadonly {
		t.Errorf("got %v, want READONLY", err)
	}
}
