package transform

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

func TestDepth(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]int{
		`5`:                      0,
		`"[[{"`:                  0,
		`[]`:                     1,
		`{"a":{}}`:               2,
		`[[],[[]],[]]`:           3,
		`{"a":[1],"b":{"c":[]}}`: 3,
		`["]",[]]`:               2, // brackets in a text close nothing
		`["a\"[",1]`:             1, // an escaped quote ends no text
		`["a\\",[]]`:             2, // an escaped backslash escapes nothing
		`["\\\"[[[",[]]`:         2,
		`{"a[\"{":[]}`:           2,
		`{"\\":[{}]}`:            3,
	} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			if !jsontext.Value(value).IsValid() {
				t.Fatal("the case is not JSON")
			}
			if got := depth([]byte(value)); got != want {
				t.Errorf("got %d, want %d", got, want)
			}
		})
	}
}

func TestMembersAreJoined(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ a, b, want string }{
		"both":   {`"a":1`, `"b":2`, `{"a":1,"b":2}`},
		"first":  {`"a":1`, ``, `{"a":1}`},
		"second": {``, `"b":2`, `{"b":2}`},
		"none":   {``, ``, ``},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := string(appendObject(nil, []byte(c.a), []byte(c.b))); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
