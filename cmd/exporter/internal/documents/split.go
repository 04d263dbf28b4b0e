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

// What may be open around a document: an array, or Graph's envelope with its
// value array; and the envelope's rest behind that array.
const (
	array    = '['
	envelope = 'e'
	tail     = '}'
)

// splitter cuts a text into documents. It does not know the wrapping before:
// what an array, a line or an envelope begins is known by its first bytes.
type splitter struct {
	window
	dec    *jsontext.Decoder
	source bytes.Buffer
	open   []byte // what is open, outermost first
	indent int    // blanks before the next byte on its line; -1 when it is not the line's first
}

func newSplitter(limit int) *splitter {
	return &splitter{window: window{limit: limit}, dec: jsontext.NewDecoder(&bytes.Buffer{}, lenient...)}
}

func (s *splitter) reset(text io.Reader) {
	s.window.reset(text)
	s.open, s.indent = s.open[:0], 0
}

// documents yields what is between the wrappings. The last one is bad when the
// text broke off.
func (s *splitter) documents() iter.Seq[Document] {
	return func(yield func(Document) bool) {
		for s.skip() {
			if s.wrapping() {
				continue
			}
			if !yield(s.document()) {
				return
			}
		}
		if err := s.ending(); err != nil {
			yield(Document{Line: s.line, Bad: err})
		}
	}
}

// skip takes what stands between documents: blanks, commas, the marks of RFC
// 7464 and of UTF-8. It is false at the end of the text.
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
		case '\r', ',', 0x1e, 0xef, 0xbb, 0xbf:
		default:
			return true
		}
		s.take(1)
	}
}

// inside is the innermost of what is open, 0 for none.
func (s *splitter) inside() byte {
	if len(s.open) == 0 {
		return 0
	}
	return s.open[len(s.open)-1]
}

// wrapping takes the beginning or the end of a wrapping, if there is one.
func (s *splitter) wrapping() bool {
	c, in := s.buf[s.at], s.inside()
	switch {
	case in == tail:
		s.tail(c)
		return true
	case c == '[':
		s.open = append(s.open, array)
	case c == ']' && in == array:
		s.open = s.open[:len(s.open)-1]
	case c == ']' && in == envelope:
		s.open[len(s.open)-1] = tail
	case c == '{':
		n := s.envelope()
		if n == 0 {
			return false
		}
		s.open = append(s.open, envelope)
		s.take(n - 1)
	default:
		return false
	}
	s.take(1)
	s.indent = -1
	return true
}

// peek looks at the window with the decoder at its beginning, and again with
// more of the text when that broke off.
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

// value measures the JSON value at the beginning of the window.
func (s *splitter) value() (int, error) {
	return s.peek(func() (int, error) {
		v, err := s.dec.ReadValue()
		return len(v), err
	})
}

// document takes one document, or what is in the place of one.
func (s *splitter) document() Document {
	d := Document{Line: s.line}
	n, err := s.value()
	if err != nil {
		d.Bad = s.wrong(err)
		return s.resume(d)
	}
	d.Body = bytes.Clone(s.rest()[:n])
	if d.Body[0] != '{' {
		d.Bad = errors.New("not a JSON object, so no call record")
	}
	s.take(n)
	s.indent = -1
	return d
}

// wrong says in the user's words why a document cannot be read.
func (s *splitter) wrong(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) && s.err == nil:
		return fmt.Errorf("document of more than %d bytes", s.limit)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("document breaks off: the file is not whole, or a bracket is missing")
	}
	return fmt.Errorf("not JSON: %w", err)
}

// ending says what is wrong with the end of the text.
func (s *splitter) ending() error {
	switch {
	case !errors.Is(s.err, io.EOF):
		return fmt.Errorf("file cannot be read on from here: %w", s.err)
	case len(s.open) > 0:
		return errors.New("file ends inside an array: it is not whole")
	}
	return nil
}
