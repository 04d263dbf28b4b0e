package documents

import (
	"bytes"
	"regexp"

	"github.com/go-json-experiment/json/jsontext"
)

// wrapper is what is open around a document: an array, or an object that holds
// documents in one of its members.
type wrapper struct {
	bracket byte // '[' or '{'
	array   int  // the number of an array in its file, from 1
}

// maxWrappers is how deep documents may be wrapped. What is deeper is one
// document, and it is said where in it a record is.
const maxWrappers = 32

// wrapping members hold documents: of Graph's envelopes and of OData, of the
// answers of a batch (Graph, JSON batching) and of an answer as flows keep it.
// A call record has no such properties.
var wrappingMembers = map[string]bool{"value": true, "responses": true, "body": true}

// recordMembers are those by which a call record is known before it is read to
// its end: an object with one of them is no wrapping.
var recordMembers = map[string]bool{
	"version": true, "sessions": true, "participants_v2": true, "startDateTime": true,
}

// wrapping takes the beginning, the end or a member of a wrapping, and reports
// whether there was one.
func (s *splitter) wrapping() bool {
	c, in := s.rest()[0], s.around().bracket
	n := 1
	switch {
	case c == ']' && in == '[', c == '}' && in == '{':
		s.open = s.open[:len(s.open)-1]
	case c == '"' && in == '{':
		return s.member()
	case len(s.open) == maxWrappers:
		return false
	case c == '[':
		s.arrays++
		s.open = append(s.open, wrapper{c, s.arrays})
	case c == '{':
		if n = s.envelope(); n == 0 {
			return false
		}
		s.open = append(s.open, wrapper{bracket: c})
	default:
		return false
	}
	s.take(n)
	s.indent = -1 // what follows on this line is not its first
	return true
}

// around is the innermost of what is open; its bracket is 0 when nothing is.
func (s *splitter) around() wrapper {
	if len(s.open) == 0 {
		return wrapper{}
	}
	return s.open[len(s.open)-1]
}

// envelope measures the beginning of an envelope, up to the array or the object
// of the member that holds documents; it returns 0 for any other object.
func (s *splitter) envelope() int {
	pageOf := ""
	n, err := s.peek(func() (int, error) {
		if _, err := s.dec.ReadToken(); err != nil {
			return 0, err
		}
		for s.dec.PeekKind() == '"' {
			token, err := s.dec.ReadToken()
			if err != nil {
				return 0, err
			}
			name := token.String()
			kind := s.dec.PeekKind()
			switch {
			case recordMembers[name]:
				return 0, nil
			case holdsDocuments(name, byte(kind)):
				// The bracket is only peeked at: colon and blanks may stand before it.
				from := int(s.dec.InputOffset())
				return from + bytes.IndexByte(s.rest()[from:], byte(kind)), nil
			}
			value, err := s.dec.ReadValue()
			if err != nil {
				return 0, err
			}
			if id := recordOf(name, value); id != "" {
				pageOf = id
			}
		}
		_, err := s.dec.ReadToken() // the end of an object without such a member, or what is wrong
		return 0, err
	})
	if err != nil || n == 0 {
		return 0
	}
	s.pageOf = pageOf
	return n
}

// member takes a member of an envelope behind the one that held documents; of
// another that does, only the name. What cannot be read is left to document,
// which says what is wrong with it.
func (s *splitter) member() bool {
	n, err := s.value()
	if err != nil {
		return false
	}
	name, err := jsontext.AppendUnquote(nil, s.rest()[:n])
	if err != nil {
		return false
	}
	s.take(n)
	s.indent = -1
	if c, ok := s.mark(); !ok || c != ':' {
		return true
	}
	s.take(1)
	c, ok := s.mark()
	if !ok || holdsDocuments(string(name), c) {
		return true
	}
	if n, err = s.value(); err == nil {
		s.take(n)
	}
	return true
}

// mark takes blanks, and returns the byte behind them.
func (s *splitter) mark() (byte, bool) {
	for {
		c, ok := s.first()
		if !ok || c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c, ok
		}
		s.take(1)
	}
}

// holdsDocuments reports whether a member of an envelope, whose value begins with
// c, holds documents.
func holdsDocuments(name string, c byte) bool { return wrappingMembers[name] && (c == '[' || c == '{') }

// ofRecord finds the record in the address of one of its pages:
// …callRecords('ID')/sessions…, …/callRecords/ID/sessions….
var ofRecord = regexp.MustCompile(`(?i)callRecords(?:\('|/)([0-9a-f-]{1,64})(?:'\))?/`)

// recordOf is the record whose page a document or an envelope is, if this member
// says it; "" otherwise.
func recordOf(name string, value jsontext.Value) string {
	if name != "@odata.context" && name != "@odata.nextLink" {
		return ""
	}
	if m := ofRecord.FindSubmatch(value); m != nil {
		return string(m[1])
	}
	return ""
}
