package engine_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

func TestIsCodeIsTrueForTheEnginesOwnVerdictOnly(t *testing.T) {
	t.Parallel()
	tooLarge := &engine.Exception{Code: proto.ErrQueryIsTooLarge, Message: "Too large."}
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"the exception":         {tooLarge, true},
		"a wrapped exception":   {fmt.Errorf("insert: %w", tooLarge), true},
		"another code":          {&engine.Exception{Code: proto.ErrCannotCloseFile}, false},
		"an error without code": {errors.New("code 229"), false},
		"a code alone":          {proto.ErrQueryIsTooLarge, false},
		"no error":              {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := engine.IsCode(c.err, proto.ErrUnknownTable, proto.ErrQueryIsTooLarge); got != c.want {
				t.Errorf("IsCode(%v) = %t, want %t", c.err, got, c.want)
			}
		})
	}
}

func TestExceptionSaysItsCodeAsANumberAndWhatToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		exception engine.Exception
		want      string // its beginning
	}{
		"plain": {engine.Exception{Code: proto.ErrUnknownTable, Message: "No t."}, "engine code 60: No t."},
		"with remedy": {
			engine.Exception{Code: proto.ErrAccessDenied, Message: "No."}, "engine code 497: No.; GRANT",
		},
		"no name": {engine.Exception{Code: 4711, Message: "New."}, "engine code 4711: New."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.exception.Error(); !strings.HasPrefix(got, c.want) {
				t.Errorf("got %q, want it to begin with %q", got, c.want)
			}
		})
	}
}

func TestExceptionfEndsInTheNameOfItsCode(t *testing.T) {
	t.Parallel()
	got := engine.Exceptionf(proto.ErrTooManyParts, "Too many parts in %s.", "t")
	want := engine.Exception{Code: 252, Message: "Too many parts in t. (TOO_MANY_PARTS)"}
	if *got != want {
		t.Errorf("got %+v, want %+v", *got, want)
	}
}
