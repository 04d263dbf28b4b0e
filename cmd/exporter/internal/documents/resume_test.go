package documents

import (
	"fmt"
	"strings"
	"testing"
)

// Whatever is wrong with one of four records on one line, the others are read.
func TestOneBrokenRecordOnALineLeavesTheOthers(t *testing.T) {
	t.Parallel()
	broken := map[string]string{
		"a word that is no value":   `{"id":"x","n":NaN,"sessions":[{"a":[{"b":Infinity}]}]}`,
		"undefined":                 `{"id":undefined}`,
		"no value":                  `{"id":}`,
		"comma too many":            `{"id":"x",}`,
		"comma too few":             `{"id":"x" "version":1}`,
		"colon too few":             `{"id" "x"}`,
		"single quotes":             `{'id': 'x', 'sessions': [{'a': 1}]}`,
		"brackets in a text":        `{"id":NaN,"text":"}]{[ \" }, {\" ]","x":{}}`,
		"backslash at a text's end": `{"id":NaN,"text":"C:\\","x":{}}`,
		"quotation marks in a text": `{"id":"x","text":"called "Joe", or so","y":{}}`,
		"quotation mark too few":    `{"id":"x,"version":1,"sessions":[]}`,
		"first quotation mark gone": `{"id":x","version":1,"sessions":[]}`,
		"square bracket too few":    `{"id":"x","sessions":[{"a":1},"version":1}`,
		"brace too few inside":      `{"id":"x","sessions":[{"a":1]}`,
		"brace too few":             `{"id":"x","a":{"b":1}`,
		"line end behind a text":    "{\"id\":NaN,\"text\":\"y\"\n}",
		"stray square bracket":      `{"id":"x"],"version":1}`,
		"no object":                 `NaN`,
		"words":                     `not a record`,
		"line end in a text":        "{\"id\":\"x\ny\",\"a\":{}}",
		"control character":         "{\"id\":\"x\x01\"}",
		"escape that is none":       `{"id":"\x","a":{}}`,
		"comment":                   `{"id":"x"/* } */ ,"a":{}}`,
	}
	for name, x := range broken {
		for wrapping, form := range map[string]string{
			"array": "[%s,%s,%s,%s]\n", "envelope": `{"@odata.context":"x","value":[%s, %s, %s, %s]}` + "\n",
			"pretty array": "[\n%s,%s,\n%s,%s\n]\n",
		} {
			for place := range 4 {
				t.Run(fmt.Sprintf("%s/%s/%d", name, wrapping, place), func(t *testing.T) {
					t.Parallel()
					var records []any
					want := map[string]bool{"after": true}
					for i, id := range []string{"a", "b", "c", "d"} {
						if i == place {
							records = append(records, x)
							continue
						}
						records = append(records, short(id))
						want[id] = true
					}
					text := fmt.Sprintf(form, records...) + short("after")
					bad := 0
					for _, d := range told(text) {
						id, _, _ := strings.Cut(d, "@")
						if !strings.HasPrefix(id, "!") {
							if !want[id] {
								t.Errorf("got %s, want it once", id)
							}
							delete(want, id)
							continue
						}
						bad++
					}
					if len(want) > 0 {
						t.Errorf("%s: not read: %v", text, want)
					}
					if bad != 1 && name != "stray square bracket" { // which may be the array's: a few more
						t.Errorf("%s: got %d bad documents, want 1", text, bad)
					}
				})
			}
		}
	}
}

func TestWhatIsPassedOverIsSaid(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		said string
	}{
		"lines":             {"{\n  \"id\": NaN,\n  \"x\": {}\n}\n", "not read up to line 4"},
		"lines to the next": {"{\n  \"id\": [\n", "not read up to line 2"},
		"the rest":          {"[" + `{"id":"x","a":[` + short("b") + "\n", "the rest of the file is not read"},
		"too deep": {"[" + strings.Repeat(`{"a":`, 2*maxScan) + strings.Repeat("}", 2*maxScan) + "]",
			"the rest of the file is not read"},
		"something else": {"a,b\n1,2\n3,4\n", "not read up to line 3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantSaid(t, only(t, c.text).Bad, c.said)
		})
	}
	t.Run("one line", func(t *testing.T) {
		t.Parallel()
		if d := only(t, `{"id":NaN}`+"\n"); strings.Contains(d.Bad.Error(), "not read") {
			t.Errorf("got %v, want no word of what is not read", d.Bad)
		}
	})
}

func TestDocumentThatIsTooLargeOnALineLeavesTheOthers(t *testing.T) {
	t.Parallel()
	large := `{"id":"x","text":"` + strings.Repeat("x]", 3*firstSize) + `"}`
	got := told("["+short("a")+","+large+","+short("b")+"]", func(o *Options) { o.Limit = firstSize })
	if want := "a@1 !1 b@1"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBadDocumentIsKeptUpToItsBound(t *testing.T) {
	t.Parallel()
	text := `{"id":NaN,"text":"` + strings.Repeat("x", 2*keptOfBad) + `"}`
	if d := only(t, text); len(d.Body) != keptOfBad || !strings.HasPrefix(text, string(d.Body)) {
		t.Errorf("got %d bytes, want the first %d", len(d.Body), keptOfBad)
	}
}
