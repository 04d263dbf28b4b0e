package documents

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// lenient is what the flattener takes, too: see package transform.
var lenient = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

// recordMark may stand before each document (RFC 7464).
const recordMark = 0x1e

// maxBroken is how many documents in a row may be no JSON before the rest of a
// file is given up: it is something else.
const maxBroken = 1000

// splitter cuts a text into documents. Nobody tells it the wrapping: it knows an
// array, an envelope or a document by the first bytes.
type splitter struct {
	buffer
	dec    *jsontext.Decoder
	source bytes.Buffer // what dec reads: the buffer's rest
	open   []wrapper    // what is open around the next document, outermost first
	arrays int          // opened in this file so far
	pageOf string       // the record that the envelope opened last is about, or ""
	indent int          // blanks before the next byte on its line; -1 when it is not the line's first
	broken int          // documents in a row that are no JSON
	rows   bool         // what an object is need not be found out
}

func newSplitter(limit int, rows bool) *splitter {
	return &splitter{
		buffer: buffer{limit: limit}, rows: rows, dec: jsontext.NewDecoder(&bytes.Buffer{}, lenient...),
	}
}

func (s *splitter) reset(text io.Reader) {
	s.buffer.reset(text)
	s.open, s.arrays, s.pageOf, s.indent, s.broken = s.open[:0], 0, "", 0, 0
}

// documents yields what is between the wrappings. The last one is bad when the
// text broke off, or there was none.
func (s *splitter) documents() iter.Seq[Document] {
	return func(yield func(Document) bool) {
		empty := true
		for s.skip() {
			empty = false
			if s.wrapping() {
				continue
			}
			if !yield(s.document()) {
				return
			}
		}
		switch {
		case !errors.Is(s.err, io.EOF):
			yield(Document{Line: s.line, Bad: fmt.Errorf("file cannot be read on from here: %w", s.err)})
		case len(s.open) > 0:
			yield(Document{Line: s.line, Bad: errors.New("file ends inside an array: it is not whole")})
		case empty:
			yield(Document{Line: s.line, Bad: errors.New("file is empty")})
		}
	}
}

// skip takes what stands between documents: blanks, commas, the marks of RFC
// 7464 and of UTF-8. It returns false at the end of the text.
func (s *splitter) skip() bool {
	for {
		c, ok := s.first()
		if !ok {
			return false
		}
		switch c {
		case '\n':
			s.indent = 0
		case ' ', '\t':
			if s.indent >= 0 {
				s.indent++
			}
		case '\r', ',', recordMark, 0xef, 0xbb, 0xbf:
		default:
			return true
		}
		s.take(1)
	}
}

// peek looks at the text with the decoder at the first byte that is not taken,
// and again with more of the text when that broke off.
func (s *splitter) peek(look func() (int, error)) (int, error) {
	for {
		s.source = *bytes.NewBuffer(s.rest())
		s.dec.Reset(&s.source, lenient...)
		n, err := look()
		if !errors.Is(err, io.ErrUnexpectedEOF) || !s.more() {
			return n, err
		}
	}
}

// value measures the JSON value that comes next.
func (s *splitter) value() (int, error) {
	return s.peek(func() (int, error) {
		v, err := s.dec.ReadValue()
		return len(v), err
	})
}

// object measures the JSON object that comes next, and finds out on the way what it is: a
// document is read once here.
func (s *splitter) object() (found *inspector, n int, err error) {
	n, err = s.peek(func() (int, error) {
		found = newInspector(s.dec)
		err := found.object(found.member)
		return int(s.dec.InputOffset()), err
	})
	return found, n, err
}

// document takes one document, or what is in the place of one.
func (s *splitter) document() Document {
	d := Document{Line: s.line, array: s.around().array, pageOf: s.pageOf}
	var n int
	err := errNoObject
	if !s.rows && s.rest()[0] == '{' {
		d.found, n, err = s.object()
	}
	if err != nil { // once more, for an error that says where in the whole it is
		d.found = nil
		n, err = s.value()
	}
	if err != nil {
		return s.notJSON(d, err)
	}
	s.broken = 0
	// The buffer is read into again, and a document lives on.
	d.Body = bytes.Clone(s.rest()[:n])
	if d.Body[0] != '{' {
		d.Bad = errors.New("not a JSON object, so no call record")
	}
	s.take(n)
	s.indent = -1
	return d
}

// errNoObject is what is not looked at as an object.
var errNoObject = errors.New("no object")

// notJSON takes a document that cannot be read to its end.
func (s *splitter) notJSON(d Document, err error) Document {
	switch cut := errors.Is(err, io.ErrUnexpectedEOF); {
	case cut && s.err == nil: // there is more text, but the buffer may not grow
		d.Bad = fmt.Errorf("document of more than %d bytes", s.limit)
	case cut:
		d.Bad = errors.New("document breaks off: the file is not whole, or a bracket is missing")
	default:
		d.Bad = fmt.Errorf("not JSON: %w", err)
	}
	s.resume(&d)
	if s.broken++; s.broken == maxBroken {
		s.giveUp(&d)
	}
	return d
}

// giveUp leaves the rest of the file unread, and says so.
func (s *splitter) giveUp(d *Document) {
	d.Bad = fmt.Errorf("%w; the rest of the file is not read", d.Bad)
	s.open = s.open[:0]
	s.end()
}
