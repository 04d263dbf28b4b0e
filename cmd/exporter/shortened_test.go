package main

import (
	"errors"
	"strings"
	"testing"
)

func TestErrorsOfTheEngineAreShort(t *testing.T) {
	t.Parallel()
	long := "Syntax error: failed at position 5. Expected one of: " +
		strings.Join(strings.Split("a b c d e f g h i j k l m", " "), ", ") + ". (SYNTAX_ERROR)"
	for text, want := range map[string]string{
		long:                         "Syntax error: failed at position 5. Expected one of: a, b, c, d, e, f, g, h, i, j and 3 more. (SYNTAX_ERROR)",
		"Expected one of: a, b. (X)": "Expected one of: a, b. (X)",
		"Code: 73. DB::Exception: Code: 73. DB::Exception: Unknown format xlsx. Maybe you meant: []": "Code: 73. DB::Exception: Unknown format xlsx",
		"Unknown identifier. Maybe you meant: ['a']":                                                 "Unknown identifier. Maybe you meant: ['a']",
	} {
		err := errors.New(text)
		if got := shortened(err); got.Error() != want || !errors.Is(got, err) {
			t.Errorf("got %q, want %q and its cause", got, want)
		}
	}
}
