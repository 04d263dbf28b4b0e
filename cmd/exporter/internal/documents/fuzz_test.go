package documents

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"callrecords/schema"
)

// Whatever comes in, every byte of a good document is JSON in UTF-8 that was
// there, its id has one spelling, lines come in order, and the reader comes to
// its end.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		short("a"), "[" + short("a") + ",", `{"value":[` + short("b") + `]}`, "{\n", "[[{}]]", "]", `{"value":[]`,
		gzipMagic, zstdMagic, "PK\x03\x04",
		`{"responses":[{"id":"1","body":` + short("a") + `}],"n":NaN}`,
		`{"status":200,"headers":{"a":"b"},"body":{"value":[` + short("a") + `]},"value":[` + short("b") + `]}`,
		"[" + short("a") + `,{"id":NaN,"x":"y},` + short("b") + `,{"a":[1},"x":{}},{"id":"z"],` + short("c") + "]",
		`{"value":[{"id":"s","caller":{},"segments":[]},{"id":"s","caller":{},"segments":[]}]}`,
		`{"data":{"items":[` + short("a") + `]}}`, `{"Id":"a","Version":1,"Sessions":[]}`,
		`{"error":{"code":"x"}}`,
		`{"id":"{C0FFEE00-0000-4000-8000-000000000000}","version":1,"sessions":[],"participants_v2":[]}`,
		"{\"id\":\"M\xfcller\",\"version\":1}", "\xff\xfe" + "{\x00}\x00", "\x00{\x00}", "{\x00\x00\x00",
		"\xed\xa0\x80",
		strings.Repeat("[", 40) + short("a"), strings.Repeat(`{"value":`, 40), strings.Repeat("{\"a\":\n", 30),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		line := 0
		o := Options{Names: []string{"-"}, Stdin: bytes.NewReader(text), Limit: 1 << 20}
		head, _ := begin(bytes.NewReader(text))
		kept, _ := decode(bytes.NewReader(head)) // the text itself, unless it is UTF-16
		_, recoded := kept.(*utf16Reader)
		plain := !recoded && !bytes.HasPrefix(text, []byte(gzipMagic)) && !bytes.HasPrefix(text, []byte(zstdMagic))
		for d := range Read(t.Context(), o) {
			if d.Line < line {
				t.Errorf("got line %d behind line %d, want them in order", d.Line, line)
			}
			line = d.Line
			if plain && d.Body != nil && !bytes.Contains(text, d.Body[:1]) {
				t.Errorf("got the document %q, want a part of %q", d.Body, text)
			}
			if d.Bad != nil {
				if d.Bad.Error() == "" {
					t.Error("got an error without a word")
				}
				continue
			}
			if d.Body[0] != '{' || plain && !bytes.Contains(text, d.Body) {
				t.Errorf("got the document %q, want an object of %q", d.Body, text)
			}
			if !utf8.Valid(d.Body) {
				t.Errorf("got the document %q, want UTF-8", d.Body)
			}
			if id, err := schema.ParseRecordID(d.ID); d.ID != "" && (err != nil || id != d.ID) {
				t.Errorf("got the id %q, want its one spelling (%q, %v)", d.ID, id, err)
			}
			if d.Part != "" {
				t.Errorf("got a part (%s), want it refused", d.Part)
			}
		}
	})
}
