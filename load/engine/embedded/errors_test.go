package embedded

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

func TestExceptionIsParsed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]engine.Exception{
		"Code: 60. DB::Exception: Table t does not exist. (UNKNOWN_TABLE)":             {Code: proto.ErrUnknownTable, Message: "Table t does not exist. (UNKNOWN_TABLE)"},
		"Error: Code: 394. DB::Exception: Query was cancelled.\nstack\n":               {Code: proto.ErrQueryWasCancelled, Message: "Query was cancelled."},
		"Code: 1001. DB::Exception: std::exception. Code: 60. DB::Exception: not this": {Code: 1001, Message: "std::exception. Code: 60. DB::Exception: not this"},
	} {
		if e := new(engine.Exception); !errors.As(parseException(text), &e) || *e != want {
			t.Errorf("%q: got %+v, want %+v", text, e, want)
		}
	}
}

func TestTextWithoutCodeIsNoVerdictOfTheEngine(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Invalid or closed connection", "Code: x. DB::Exception: y", "Code: 99999999999999999999. z", "the Code: 60. "} {
		if e := new(engine.Exception); errors.As(parseException(text), &e) {
			t.Errorf("%q: got %+v", text, e)
		}
	}
}

func TestHeldErrorSaysWhatItKnows(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	for want, e := range map[string]HeldError{
		"store /s is held by process 1234 (exporter run, since 2026-11-21T10:00:00Z); wait for it or stop it": {Path: "/s", PID: 1234, Command: "exporter run", Since: since},
		"store /s is held by process 1234; wait for it or stop it":                                            {Path: "/s", PID: 1234},
		"store /s is held by another process; wait for it or stop it":                                         {Path: "/s"},
	} {
		if got := e.Error(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func FuzzParseExceptionIsOneLine(f *testing.F) {
	f.Add("Code: 60. DB::Exception: x\ny")
	f.Add("\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		if err := parseException(text); strings.Contains(err.Error(), "\n") {
			t.Errorf("%q", err)
		}
	})
}
