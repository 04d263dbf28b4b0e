package documents

import "bytes"

// What may be open around a document: an array, or Graph's envelope with its
// value array; and the envelope's rest behind that array.
const (
	array    = '['
	envelope = 'e'
	tail     = '}'
)

// wrapping takes the beginning or the end of a wrapping, and reports whether
// there was one.
func (s *splitter) wrapping() bool {
	c, in := s.buf[s.at], byte(0) // the next byte, and the innermost of what is open
	if len(s.open) > 0 {
		in = s.open[len(s.open)-1]
	}
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
		s.take(n - 1) // the bracket is taken below
	default:
		return false
	}
	s.take(1)
	s.indent = -1 // what follows on this line is not its first
	return true
}

// envelope measures the beginning of an envelope, up to and with the bracket of
// its value array; it returns 0 for any other object. Nothing but single values
// stands before that array, and a call record has no property "value".
func (s *splitter) envelope() int {
	n, err := s.peek(func() (int, error) {
		if _, err := s.dec.ReadToken(); err != nil {
			return 0, err
		}
		for s.dec.PeekKind() == '"' {
			name, err := s.dec.ReadToken()
			if err != nil {
				return 0, err
			}
			value := name.String() == "value"
			switch kind := s.dec.PeekKind(); {
			case kind == '[' && value:
				// The bracket is only peeked at: colon and blanks may stand before it.
				from := int(s.dec.InputOffset())
				return from + bytes.IndexByte(s.rest()[from:], '[') + 1, nil
			case kind == '[' || kind == '{':
				return 0, nil
			}
			if err := s.dec.SkipValue(); err != nil {
				return 0, err
			}
		}
		_, err := s.dec.ReadToken() // the end of an object of single values, or what is wrong
		return 0, err
	})
	if err != nil {
		return 0
	}
	return n
}

// tail takes one token of what follows the value array of an envelope.
func (s *splitter) tail(c byte) {
	n, err := 1, error(nil)
	if c != '}' && c != ':' { // a name or a value
		n, err = s.value()
	}
	// What cannot be read is left to document, which says what is wrong with it.
	if c == '}' || err != nil {
		s.open = s.open[:len(s.open)-1]
	}
	if err == nil {
		s.take(n)
	}
}
