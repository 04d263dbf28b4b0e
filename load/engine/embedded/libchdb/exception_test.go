package libchdb

import (
	"errors"
	"strings"
	"testing"

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

func FuzzParseExceptionIsOneLine(f *testing.F) {
	f.Add("Code: 60. DB::Exception: x\ny")
	f.Add("\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		if err := parseException(text); strings.Contains(err.Error(), "\n") {
			t.Errorf("got %q, want one line", err)
		}
	})
}
