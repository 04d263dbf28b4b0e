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
	for name, c := range map[string]struct {
		text string
		want engine.Exception
	}{
		"plain": {
			"Code: 60. DB::Exception: Table t does not exist. (UNKNOWN_TABLE)",
			engine.Exception{Code: proto.ErrUnknownTable, Message: "Table t does not exist. (UNKNOWN_TABLE)"},
		},
		"with a stack": {
			"Error: Code: 394. DB::Exception: Query was cancelled.\nstack\n",
			engine.Exception{Code: proto.ErrQueryWasCancelled, Message: "Query was cancelled."},
		},
		"with another inside": {
			"Code: 1001. DB::Exception: std::exception. Code: 60. DB::Exception: not this",
			engine.Exception{Code: 1001, Message: "std::exception. Code: 60. DB::Exception: not this"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := parseException(c.text)
			got, ok := errors.AsType[*engine.Exception](err)
			if !ok {
				t.Fatalf("got %v, want an exception", err)
			}
			if *got != c.want {
				t.Errorf("got %+v, want %+v", *got, c.want)
			}
		})
	}
}

func TestTextWithoutCodeIsNoVerdictOfTheEngine(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no code":       "Invalid or closed connection",
		"no number":     "Code: x. DB::Exception: y",
		"too large":     "Code: 99999999999999999999. z",
		"in the middle": "the Code: 60. ",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := parseException(text)
			if got, ok := errors.AsType[*engine.Exception](err); ok {
				t.Errorf("got %+v, want no exception", got)
			}
		})
	}
}

func TestHeldErrorSaysWhatItKnows(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		err  HeldError
		want string
	}{
		"all": {
			HeldError{Path: "/s", PID: 1234, Command: "exporter run", Since: since},
			"store /s is held by process 1234 (exporter run, since 2026-11-21T10:00:00Z); wait for it or stop it",
		},
		"process only": {
			HeldError{Path: "/s", PID: 1234}, "store /s is held by process 1234; wait for it or stop it",
		},
		"nothing": {HeldError{Path: "/s"}, "store /s is held by another process; wait for it or stop it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.err.Error(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzParseExceptionIsOneLine(f *testing.F) {
	f.Add("Code: 60. DB::Exception: x\ny")
	f.Add("\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		if err := parseException(text); strings.Contains(err.Error(), "\n") {
			t.Errorf("got %q, want one line", err)
		}
	})
}
