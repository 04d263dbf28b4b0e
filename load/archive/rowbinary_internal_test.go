package archive

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/schema"
)

// encode is pages as the engine sends them.
func encode(pages ...schema.RawPage) []byte {
	var b proto.Buffer
	for _, p := range pages {
		b.PutString(p.RecordID)
		b.PutUInt64(p.LoadID)
		b.PutUInt32(p.Index)
		b.PutString(string(p.Page.Kind))
		b.PutString(p.Page.URL)
		b.PutString(string(p.Page.Body))
	}
	return b.Buf
}

// decode reads all pages up to the end or the first error.
func decode(input []byte) (pages []schema.RawPage, err error) {
	for p, err := range rawPages(bytes.NewReader(input)) {
		if err != nil {
			return pages, err
		}
		pages = append(pages, p)
	}
	return pages, nil
}

// some are two pages, of bytes that no JSON has, and of none.
func some() []schema.RawPage {
	return []schema.RawPage{
		{Owner: schema.Owner{RecordID: "a", LoadID: 1 << 63}, Index: 1<<32 - 1,
			Page: schema.Page{Kind: schema.PageSessions, URL: "u", Body: []byte("\xff\x00\n" + strings.Repeat("x", 300))}},
		{Owner: schema.Owner{RecordID: "ü"}, Page: schema.Page{Body: []byte{}}},
	}
}

func TestPagesComeBackByteForByte(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]schema.RawPage{
		"no page": nil, "one page": some()[:1], "an empty page": some()[1:], "two pages": some(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := decode(encode(want...))
			if err != nil {
				t.Fatalf("got error %v, want none", err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

// Wherever the input is cut, the pages in front of the cut come, and only a cut
// between two pages is an end.
func TestInputThatEndsInsideOfAPageIsAnError(t *testing.T) {
	t.Parallel()
	pages := some()
	all, first := encode(pages...), len(encode(pages[0]))
	for cut := range all {
		got, err := decode(all[:cut])
		whole := 0
		if cut >= first {
			whole = 1
		}
		if len(got) != whole {
			t.Errorf("cut at %d: got %d pages, want %d", cut, len(got), whole)
		}
		if between := cut == 0 || cut == first; between && err != nil {
			t.Errorf("cut at %d: got error %v, want the end", cut, err)
		} else if !between && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("cut at %d: got error %v, want %v", cut, err, io.ErrUnexpectedEOF)
		}
	}
}

func TestDamagedLengthIsAnErrorAndNoAllocation(t *testing.T) {
	t.Parallel()
	longest := func(n uint64) []byte {
		var b proto.Buffer
		b.PutUVarInt(n)
		return b.Buf
	}
	front := encode(some()[1])
	body := front[:len(front)-1] // all but the length of the body
	for name, c := range map[string]struct {
		input []byte
		want  string
	}{
		"an id over the bound":            {longest(maxText + 1), "over the bound"},
		"a body over the bound":           {append(bytes.Clone(body), longest(maxText+1)...), "over the bound"},
		"a length that is negative":       {longest(1 << 63), "invalid"},
		"a length of more than 64 bits":   {bytes.Repeat([]byte{0xff}, 11), "overflow"},
		"a body longer than what is sent": {append(bytes.Clone(body), longest(5)...), io.ErrUnexpectedEOF.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := decode(c.input)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got error %v, want %s", err, c.want)
			}
			if len(got) != 0 {
				t.Errorf("got %d pages, want none", len(got))
			}
		})
	}
}

// A reader that fails is no end.
func TestReaderThatFailsIsAnError(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset")
	input := io.MultiReader(bytes.NewReader(encode(some()...)), errReader{broken})
	pages, last := 0, error(nil)
	for _, err := range rawPages(input) {
		if last = err; err == nil {
			pages++
		}
	}
	if pages != 2 {
		t.Errorf("got %d pages, want 2", pages)
	}
	if !errors.Is(last, broken) {
		t.Errorf("got error %v, want %v", last, broken)
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

// Whatever comes, it is pages and an end, or pages and an error; what was
// decoded to the end is what was sent.
func FuzzRowBinary(f *testing.F) {
	whole := encode(some()...)
	for _, seed := range [][]byte{nil, whole, whole[:len(whole)-1], whole[:20], {0x80}, bytes.Repeat([]byte{0xff}, 11)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		pages, err := decode(input)
		if err != nil {
			return
		}
		// A length may be spelled in more bytes than it needs: decode once more.
		again, err := decode(encode(pages...))
		if err != nil {
			t.Fatalf("decoded again: got error %v, want none", err)
		}
		if !reflect.DeepEqual(again, pages) {
			t.Errorf("decoded again: got %+v, want %+v", again, pages)
		}
	})
}
