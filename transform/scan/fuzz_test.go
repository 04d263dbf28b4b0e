package scan_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/transform/scan"
)

// pair are the two that must agree, and what is read of both.
type pair struct {
	t     *testing.T
	ours  scan.Scanner
	other *jsontext.Decoder
}

func newPair(t *testing.T, text []byte) *pair {
	p := &pair{t: t, other: jsontext.NewDecoder(bytes.NewBuffer(text), scan.Options...)}
	p.ours.Reset(text)
	return p
}

// step reads something with both, by a number, and says whether there may be more.
func (p *pair) step(what byte) bool {
	p.t.Helper()
	// What is out of place there has a kind for jsontext until it is read.
	if ours, other := p.ours.Peek(), p.other.PeekKind(); ours != other && ours != 0 {
		p.t.Fatalf("got kind %v, want %v", ours, other)
	}
	var ours, other []byte
	var oursErr, otherErr error
	switch what % 4 {
	case 0:
		ours, oursErr = p.ours.Value()
		other, otherErr = p.other.ReadValue()
	case 1:
		oursErr, otherErr = p.ours.Skip(), p.other.SkipValue()
	default:
		oursErr = p.ours.Token()
		_, otherErr = p.other.ReadToken()
	}
	if !bytes.Equal(ours, other) {
		p.t.Errorf("got %q, want %q", ours, other)
	}
	remarkable := func(r rune) bool { return r == '\\' || r >= utf8.RuneSelf }
	if want := !bytes.ContainsFunc(ours, remarkable); len(ours) > 0 && ours[0] == '"' && p.ours.Plain() != want {
		p.t.Errorf("%q: got plain %v, want %v", ours, p.ours.Plain(), want)
	}
	p.place()
	if oursErr == nil && otherErr == nil {
		if got, want := p.ours.Depth(), p.other.StackDepth()+1; got != want {
			p.t.Errorf("got depth %d, want %d", got, want)
		}
		return true
	}
	if oursErr == nil || otherErr == nil || oursErr.Error() != otherErr.Error() {
		p.t.Errorf("got error %v, want %v", oursErr, otherErr)
	}
	return false
}

// place holds the places of both against each other.
func (p *pair) place() {
	p.t.Helper()
	pointer, offset := p.ours.Where()
	if want := p.other.InputOffset(); offset != want {
		p.t.Errorf("got offset %d, want %d", offset, want)
	}
	if want := string(p.other.StackPointer()); pointer != want {
		p.t.Errorf("got pointer %q, want %q", pointer, want)
	}
}

// FuzzScannerIsAsJsontext reads a text with both, tokens, values and skips by turns.
func FuzzScannerIsAsJsontext(f *testing.F) {
	for _, text := range texts {
		for _, turns := range []string{"\x02", "\x00", "\x01", "\x02\x02\x02\x00\x02\x01"} {
			f.Add([]byte(text), []byte(turns))
		}
	}
	f.Fuzz(func(t *testing.T, text, turns []byte) {
		if len(turns) == 0 {
			turns = []byte{2}
		}
		before := bytes.Clone(text)
		p := newPair(t, text)
		for i := 0; p.step(turns[i%len(turns)]); i++ {
		}
		if !bytes.Equal(text, before) {
			t.Error("the text was changed while it was read")
		}
	})
}

// texts are JSON, and what is close to it.
var texts = []string{
	``, ` `, `{}`, `[]`, `null`, `nul`, `nulll`, `true`, `false`, `falsy`, `"a"`, `"a`, `{} {}`, `[1] 2`, "\ufeff{}", "{}\x00", "\x00", "\x00{}", "\x01{}", "{\x00}", "[\x00\x001]",
	`{"a":1,"b":[1,2,{"c":null}],"d":{"e":{}}} `, ` { "a" : [ 1 , 2 ] , "b" : { } } `,
	`{"a":1,}`, `{,}`, `{"a"}`, `{"a":}`, `{"a" 1}`, `{a:1}`, `{1:1}`, `{null:1}`, `{"a":1 "b":2}`, `{"a"::1}`, `{"a":1,,"b":2}`,
	`[1,]`, `[,1]`, `[1 2]`, `[1}`, `{]`, `[}`, `{"a":1]`, `}`, `]`, `,`, `:`, `[`, `{`, `[[`, `{"a":`, `{"a":1`, `{"a":1,`, `[1,`,
	`{"a":1,"a":2,"\u0061":3}`, `{"a/b~c":{"d":[0,1,{"":x}]}}`, `{"a\/b":[[],[{}],!]}`,
	`0`, `-0`, `01`, `-`, `1.`, `.5`, `1.5`, `1e5`, `1E+5`, `1e-`, `1e`, `--1`, `+1`, `0x10`, `NaN`, `12345678901234567890.5e-300`, `[-]`, `[1.e5]`, `[00]`,
	`"\u00e9\ud83d\ude00\/\b\f\n\r\t\"\\"`, `"\ud83d"`, `"\ude00\ud83d"`, `"\u12"`, `"\u12`, `"\uzzzz"`, "\"\\u0\x1000\"", `"\x"`, `"\`, `"\\`, `"\"`,
	"\"a\nb\"", "\"a\tb\"", "\"\x00\"", "\"\x1f\"", "\"\x7f\"", "\"\x20\"", "\"é😀\"", "\"\xff\"", "\"\x80\"", "\"1234567\x8f\"", "\"\xc3\"", "\"\xc3", "\"\xf0\x9f\x98\"", "\"\xed\xa0\x80\"", "\xff",
	`"1234567"`, `"12345678"`, `"123456789"`, `"1234567\"9"`, `"12345678\"9"`, `"1234567é9"`, "\"1234567\x01\"", "\"\x80\x01\"", `{"1234567":"12345678"}`,
}

func TestNestingIsBoundedAsInJsontext(t *testing.T) {
	t.Parallel()
	for _, depth := range []int{9999, 10000, 10001} {
		for what := range byte(3) {
			for _, brackets := range [][2]string{{"[", "]"}, {`{"a":`, "}"}} {
				text := strings.Repeat(brackets[0], depth) + "1" + strings.Repeat(brackets[1], depth)
				p := newPair(t, []byte(text))
				for i := 0; i < 4*depth; i++ { // its places would take long to compare
					var ours, other error
					switch what {
					case 0:
						_, ours = p.ours.Value()
						_, other = p.other.ReadValue()
					case 1:
						ours, other = p.ours.Skip(), p.other.SkipValue()
					default:
						ours = p.ours.Token()
						_, other = p.other.ReadToken()
					}
					if (ours == nil) != (other == nil) {
						t.Fatalf("depth %d, %d: got error %v, want %v", depth, what, ours, other)
					}
					if ours != nil {
						break
					}
				}
				p.place()
			}
		}
	}
}

func TestNameIsReadOnlyWhenItIsTheOneThatWasGuessed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want bool
	}{
		{`{"name":1}`, true}, {`{ "name" : 1}`, true}, {`{"names":1}`, false}, {`{"nam":1}`, false}, {`{"n\u0061me":1}`, false},
		{`{"name`, false}, {`{}`, false}, {`{,"name":1}`, false}, {`{"name"`, true},
	} {
		t.Run(c.text, func(t *testing.T) {
			t.Parallel()
			p := newPair(t, []byte(c.text))
			p.step(2)
			got := p.ours.Name(`"name"`)
			if got != c.want {
				t.Fatalf("got %v, want %v", got, c.want)
			}
			if got {
				p.other.ReadToken()
			}
			p.place()
			for p.step(2) {
			}
		})
	}
}

func TestPlainTextIsWhatStandsBetweenItsQuotes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		`""`: true, `"abc"`: true, `"12345678901234567890"`: true, `"é"`: false, `"\n"`: false, `"1234567890\u0041"`: false, "\"12345678\xff\"": false,
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			p := newPair(t, []byte(text))
			if !p.step(0) || p.ours.Plain() != want {
				t.Errorf("got plain %v, want %v", p.ours.Plain(), want)
			}
		})
	}
}

func TestPathIsFromADepthOn(t *testing.T) {
	t.Parallel()
	var s scan.Scanner
	s.Reset([]byte(`{"a":[{"b":{"c":[0,1`))
	for range 10 {
		if err := s.Token(); err != nil {
			t.Fatal(err)
		}
	}
	for depth, want := range []string{1: "a[0].b.c[1]", 2: "[0].b.c[1]", 3: "b.c[1]", 5: "[1]", 6: ""} {
		if got := string(s.AppendPath(nil, depth)); depth > 0 && depth != 4 && got != want {
			t.Errorf("depth %d: got %q, want %q", depth, got, want)
		}
	}
}
