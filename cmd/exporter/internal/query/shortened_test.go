package query

import (
	"errors"
	"strings"
	"testing"
)

func TestErrorsOfTheEngineAreShort(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"many words": {
			"Failed at position 5. Expected one of: " + strings.Repeat("a, ", 12) + "z. (SYNTAX_ERROR)",
			"Failed at position 5. Expected one of: " + strings.Repeat("a, ", 9) + "a and 3 more. (SYNTAX_ERROR)",
		},
		"few words": {"Expected one of: a, b. (X)", "Expected one of: a, b. (X)"},
		"the code twice, and no guess": {
			"Code: 73. DB::Exception: Code: 73. DB::Exception: Unknown format xlsx. Maybe you meant: []",
			"Code: 73. DB::Exception: Unknown format xlsx",
		},
		"the code and the name three times": {
			"query: engine code 73: Code: 73. DB::Exception: Unknown format xlsx. (UNKNOWN_FORMAT) (version 26.5.1.1). (UNKNOWN_FORMAT) " +
				"(version 24.8 (official build)). (UNKNOWN_FORMAT)",
			"query: engine code 73: Unknown format xlsx. (UNKNOWN_FORMAT)",
		},
		"a name once": {"No such table (it was dropped). (UNKNOWN_TABLE)", "No such table (it was dropped). (UNKNOWN_TABLE)"},
		"a guess":     {"Unknown identifier. Maybe you meant: ['a']", "Unknown identifier. Maybe you meant: ['a']"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := errors.New(c.text)
			if got := shortened(err); got.Error() != c.want || !errors.Is(got, err) {
				t.Errorf("got %q, want %q and its cause", got, c.want)
			}
		})
	}
}
