package documents

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
)

// wide is a text in UTF-16.
func wide(order binary.AppendByteOrder, text string) string {
	var b []byte
	for _, c := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, c)
	}
	return string(b)
}

// named is a record with a text of letters in it.
func named(text string) string {
	return `{"id":"a","version":7,"participants_v2":[],"sessions":[],"text":"` + text + `"}`
}

func TestUTF16IsReadAsWhatItIs(t *testing.T) {
	t.Parallel()
	text := named("Zoë Müller 🎧") + "\r\n" + short("b")
	for name, in := range map[string]string{
		"little, marked": wide(binary.LittleEndian, "\ufeff"+text),
		"big, marked":    wide(binary.BigEndian, "\ufeff"+text),
		"little":         wide(binary.LittleEndian, text),
		"big":            wide(binary.BigEndian, text),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for cut, r := range map[string]io.Reader{
				"whole":      strings.NewReader(in),
				"by bytes":   iotest.OneByteReader(strings.NewReader(in)),
				"at its end": iotest.DataErrReader(strings.NewReader(in)),
			} {
				var all []string
				for d := range Read(t.Context(), Options{Names: []string{"-"}, Stdin: r}) {
					if d.Bad != nil {
						t.Fatalf("%s: %v", cut, d.Bad)
					}
					all = append(all, string(d.Body))
				}
				if got := strings.Join(all, "\r\n"); got != text {
					t.Errorf("%s: got %q, want %q", cut, got, text)
				}
			}
		})
	}
}

// No letter is ever put in the place of what cannot be read.
func TestTextInAnotherEncodingSaysWhereAndWhatToDo(t *testing.T) {
	t.Parallel()
	half := wide(binary.LittleEndian, named("x🎧"))
	half = half[:len(half)-6] + half[len(half)-4:] // of the last letter, the first half
	for name, c := range map[string]struct {
		in   string
		said []string
	}{
		"windows-1252": {named("Zo\xeb"), []string{"byte 0xEB in line 1 is not UTF-8",
			"iconv -f WINDOWS-1252"}},
		"in a line":         {"{\n\"id\":\"a\",\n\"x\":\"\x80\"}", []string{"byte 0x80 in line 3"}},
		"in a later one":    {"\n\n{\"id\":\"a\",\n\"x\":\"\x80\"}", []string{"byte 0x80 in line 4"}},
		"in a name":         {"{\"id\":\"a\",\"\xfc\":1}", []string{"byte 0xFC in line 1"}},
		"in the id":         {short("a")[:7] + "\xff" + short("a")[7:], []string{"byte 0xFF in line 1"}},
		"cut inside a rune": {named("\xc3"), []string{"byte 0xC3 in line 1"}},
		"half a pair":       {named("\xed\xa0\xbd"), []string{"half of a surrogate pair in line 1"}},
		"UTF-16, half":      {half, []string{"half of a surrogate pair in line 1"}},
		"UTF-16, cut":       {wide(binary.LittleEndian, short("a")) + "x", nil},
		"UTF-32":            {"\xff\xfe\x00\x00{\x00\x00\x00}\x00\x00\x00", []string{"iconv -f UTF-32"}},
		"UTF-32, no mark":   {"{\x00\x00\x00}\x00\x00\x00", []string{"iconv -f UTF-32"}},
		"zeros":             {strings.Repeat("\x00", 10_000), []string{"not text"}},
		"binary":            {"{\"id\":\"a\"}\n\x00\x08", []string{"not text"}},
		"zip":               {"PK\x03\x04xxxx", []string{"zip archive", "unpack"}},
		"bzip2":             {"BZh91AY&SY", []string{"bzip2 archive"}},
		"broken gzip":       {gzipMagic + "nothing", []string{"gzip"}},
		"broken zstd":       {zstdMagic + "nothing", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, asked := range []func(*Options){func(*Options) {}, incomplete} {
				bad := 0
				o := Options{Names: []string{"-"}, Stdin: strings.NewReader(c.in)}
				asked(&o)
				for d := range Read(t.Context(), o) {
					if d.Bad == nil {
						continue
					}
					bad++
					wantSaid(t, d.Bad, c.said...)
				}
				if bad != 1 {
					t.Errorf("got %d bad documents, want 1", bad)
				}
			}
		})
	}
}

func TestHalfPairAsAnEscapeIsTaken(t *testing.T) {
	t.Parallel()
	if d := only(t, named(`\ud83c`)); d.Bad != nil {
		t.Errorf("got %v, want what the flattener takes", d.Bad)
	}
}

func TestReaderOfUTF16IsItsDecoder(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for r := rune(1); r < 0x11000; r += 7 {
		if r < 0xd800 || r > 0xdfff {
			text.WriteRune(r)
		}
	}
	in := wide(binary.BigEndian, text.String())
	got, err := io.ReadAll(iotest.HalfReader(&utf16Reader{src: strings.NewReader(in), order: binary.BigEndian}))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, []byte(text.String())) {
		t.Errorf("got %d bytes, want the %d of the text", len(got), text.Len())
	}
}
