package transform

import (
	"bytes"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/transform/scan"
)

func TestOpenNamesAreBounded(t *testing.T) {
	t.Parallel()
	page := []byte(`[{"a":1,"b":2},{"a":1,"b":2},{"c":1,"c":2}]`)
	for name, c := range map[string]struct {
		open int // names of objects around the page, as it were
		want string
	}{
		"few":            {0, `[{"a":1,"b":2},{"a":1,"b":2},{      "c":2}]`},
		"as many as fit": {maxOpenNames - 2, `[{"a":1,"b":2},{"a":1,"b":2},{      "c":2}]`},
		"too many":       {maxOpenNames - 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := lastWins{dec: jsontext.NewDecoder(bytes.NewBuffer(page), scan.Options...), page: page, open: c.open}
			err := w.value()
			if got := string(w.left); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if refused := err != nil; refused != (c.want == "") {
				t.Errorf("got %v", err)
			}
		})
	}
}
