package documents

import "bytes"

// envelope measures the beginning of an envelope, up to and with the bracket of
// its value array; 0 when the object is none. Nothing but single values stands
// before that array, and a call record has no property of its name.
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
	if c != '}' && c != ':' {
		n, err = s.value()
	}
	if c == '}' || err != nil { // then it is the document that is bad
		s.open = s.open[:len(s.open)-1]
	}
	if err == nil {
		s.take(n)
	}
}
