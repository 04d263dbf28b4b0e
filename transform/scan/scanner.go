package scan

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// Options are what a text may be that JSON may not. Duplicate names are in the service's
// documentation. Half of a surrogate pair is what cutting a name in the middle of an emoji
// leaves: it becomes U+FFFD, as in a browser, rather than cost the record.
var Options = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

// maxDepth is how deep objects and arrays may be nested: jsontext's bound.
const maxDepth = 10000

// Scanner walks one text. Its methods read what comes next; the first error is final.
type Scanner struct {
	text   []byte
	end    int           // of what was read last
	kind   jsontext.Kind // of what comes next; 0 when nobody looked, or there is nothing
	begin  int           // of what comes next, when kind is not 0
	state  state
	plain  bool    // the text that was read last is ASCII, and nothing in it is escaped
	stack  []frame // the open objects and arrays; the first frame is around the whole text
	failed *jsontext.Decoder
}

// frame is an open object or array.
type frame struct {
	after            state // the state after a value in it
	nameFrom, nameTo int   // object: the newest name, with its quotes; 0 for none
	items            int   // array: how many began
}

// Reset points the scanner at a text, which must not change while it is read.
func (s *Scanner) Reset(text []byte) {
	*s = Scanner{text: text, state: outside, stack: append(s.stack[:0], frame{after: outside})}
}

// Depth is how many frames are open: 1 outside of everything.
func (s *Scanner) Depth() int { return len(s.stack) }

// Plain says whether the text (or name) that was read last is what stands between its
// quotes: ASCII without escapes.
func (s *Scanner) Plain() bool { return s.plain }

// Peek is the kind of the next token: 0 at the end, and where there is none.
func (s *Scanner) Peek() jsontext.Kind {
	if s.kind == 0 {
		s.look()
	}
	return s.kind
}

// look finds the next token, behind white space and the delimiter that belongs there.
func (s *Scanner) look() {
	state := s.state
	c, i := s.at(s.end)
	if c == delimiters[state] {
		state = delimited[state]
		c, i = s.at(i + 1)
	}
	s.kind, s.begin = kinds[state][c], i
}

// at is the first byte from a place on that is not white space, and where it is; 0 at the
// end. The service writes none, so that this is all there is to do most of the time.
func (s *Scanner) at(i int) (byte, int) {
	if i < len(s.text) && s.text[i] > ' ' {
		return s.text[i], i
	}
	return s.pastSpace(i)
}

func (s *Scanner) pastSpace(i int) (byte, int) {
	for ; i < len(s.text); i++ {
		if c := s.text[i]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c, i
		}
	}
	return 0, i
}

// Name reads the next name, if it is the one that was guessed, given with its quotes. The
// service writes no white space: there, neither the name nor the value behind it is looked for.
func (s *Scanner) Name(quoted string) bool {
	begin := s.end + 1
	if s.state != afterMember || s.end >= len(s.text) || s.text[s.end] != ',' {
		if s.Peek() != '"' {
			return false
		}
		begin = s.begin
	}
	end := literal(s.text, begin, quoted)
	if end == 0 {
		return false
	}
	s.took(begin, end)
	if end+1 < len(s.text) && s.text[end] == ':' && s.text[end+1] > ' ' {
		s.kind, s.begin = kinds[beforeValue][s.text[end+1]], end+1
	}
	return true
}

// Null reads a null, if there is one.
func (s *Scanner) Null() bool {
	if s.Peek() != 'n' {
		return false
	}
	end := literal(s.text, s.begin, "null")
	if end > 0 {
		s.took(s.begin, end)
	}
	return end > 0
}

// Token reads one token.
func (s *Scanner) Token() error {
	if s.token() {
		return nil
	}
	return s.fail(s.end, func(d *jsontext.Decoder) error { _, err := d.ReadToken(); return err })
}

// Value reads a whole value, or a name, and returns it as it is written. It is a part of the text.
func (s *Scanner) Value() ([]byte, error) {
	at, kind := s.end, s.Peek()
	begin := s.begin
	if end := s.scalar(kind); end > 0 {
		s.took(begin, end)
		return s.text[begin:end:end], nil
	}
	if s.container(kind) {
		return s.text[begin:s.end:s.end], nil
	}
	return nil, s.fail(at, func(d *jsontext.Decoder) error { _, err := d.ReadValue(); return err })
}

// Skip passes over a value.
func (s *Scanner) Skip() error {
	at, kind := s.end, s.Peek()
	if end := s.scalar(kind); end > 0 {
		s.took(s.begin, end)
		return nil
	}
	if s.container(kind) {
		return nil
	}
	return s.fail(at, (*jsontext.Decoder).SkipValue)
}

// End says whether nothing but white space is left.
func (s *Scanner) End() bool {
	_, i := s.at(s.end)
	return i == len(s.text)
}

// container reads all tokens of an object or an array, and says whether they are well.
func (s *Scanner) container(kind jsontext.Kind) bool {
	if kind != '{' && kind != '[' {
		return false
	}
	depth := len(s.stack)
	for s.token() {
		if len(s.stack) == depth {
			return true
		}
	}
	return false
}

// token reads one token, and says whether it is well.
func (s *Scanner) token() bool {
	switch kind := s.Peek(); kind {
	case '{', '[':
		return s.open(kind)
	case '}', ']':
		s.close()
		return true
	default:
		end := s.scalar(kind)
		if end > 0 {
			s.took(s.begin, end)
		}
		return end > 0
	}
}

// scalar is where the next token ends, if it is a text, a number or a word; 0 if it is none,
// or not well.
func (s *Scanner) scalar(kind jsontext.Kind) (end int) {
	switch kind {
	case '"':
		end, s.plain = text(s.text, s.begin)
	case '0':
		end = number(s.text, s.begin)
	case 'n':
		end = literal(s.text, s.begin, "null")
	case 't':
		end = literal(s.text, s.begin, "true")
	case 'f':
		end = literal(s.text, s.begin, "false")
	}
	return end
}

// took notes that a name or a value was read, or the beginning of one.
func (s *Scanner) took(begin, end int) {
	s.end, s.kind = end, 0
	if s.state == afterName {
		s.state = afterMember
		return
	}
	top := &s.stack[len(s.stack)-1]
	switch s.state {
	case inObject, afterMember:
		top.nameFrom, top.nameTo = begin, end
		s.state = afterName
		return
	case inArray, afterItem:
		top.items++
	}
	s.state = top.after
}

func (s *Scanner) open(kind jsontext.Kind) bool {
	if len(s.stack) > maxDepth {
		return false
	}
	s.took(s.begin, s.begin+1)
	if kind == '{' {
		s.state = inObject
		s.stack = append(s.stack, frame{after: afterMember})
	} else {
		s.state = inArray
		s.stack = append(s.stack, frame{after: afterItem})
	}
	return true
}

func (s *Scanner) close() {
	s.stack = s.stack[:len(s.stack)-1]
	s.end, s.kind = s.begin+1, 0
	s.state = s.stack[len(s.stack)-1].after
}

// fail asks jsontext what is wrong with what comes at a place. It walks there first, so
// that it knows the place, too.
func (s *Scanner) fail(at int, read func(*jsontext.Decoder) error) error {
	s.failed = jsontext.NewDecoder(bytes.NewBuffer(s.text), Options...)
	for int(s.failed.InputOffset()) < at {
		if _, err := s.failed.ReadToken(); err != nil {
			return err
		}
	}
	if err := read(s.failed); err != nil {
		return err
	}
	return errNotJSON
}
