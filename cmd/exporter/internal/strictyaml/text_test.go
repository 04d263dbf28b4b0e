package strictyaml

import (
	"testing"

	"callrecords/cmd/exporter/internal/problem"
)

func TestTextTakesVariables(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"two":                {"x${A}y${B}z", "x1y${A}z"}, // what B holds is not read again
		"escaped":            {"$${A}", "${A}"},
		"escaped behind a $": {"$$${A}", "$${A}"},
		"without braces":     {"$A $", "$A $"},
		"empty":              {"${EMPTY}", ""},
		"only the end":       {"a}", "a}"},
		"side by side":       {"${A}${A}", "11"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := reader{Document: New(), environ: map[string]string{"A": "1", "B": "${A}", "EMPTY": ""}}
			r.readText(Key{}, "x", problem.Place{}, c.text)
			got, ok := r.Values["x"]
			if !ok {
				t.Fatalf("got %v, want a value", r.Problems.Err())
			}
			if got.Text != c.want {
				t.Errorf("got %q, want %q", got.Text, c.want)
			}
		})
	}
}
