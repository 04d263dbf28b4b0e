package documents

import (
	"errors"
	"fmt"
	"io"
)

// keptOfBad is how much of a bad document is kept for people to look at, in bytes.
const keptOfBad = 1 << 20

// longestLine bounds a line of a bad document that is passed over: as many times
// what a document may have. A text without an end has longer ones.
const longestLine = 16

// resume moves on behind text that is no JSON: to where its brackets are closed,
// or to the line that begins like the bad document's own, with as many blanks
// and a brace, whichever comes first. So a document that is printed over many
// lines is passed over whole, with its inner objects. When neither comes, the
// rest of the file is not read, and the error says so.
func (s *splitter) resume(d *Document) {
	indent, ends := s.indent, s.ending()
	last, onLine := s.line, 0 // the last line that had something; bytes on it
	found := false
	for !found {
		c, more := s.first()
		if !more {
			break
		}
		end := ends(c)
		if end == before {
			s.indent, found = -1, true
			break
		}
		if end == never {
			ends = func(byte) ended { return notYet }
		}
		s.keep(d, c)
		switch onLine++; {
		case end == with:
			s.indent, found = -1, true
			last = s.line
		case onLine > longestLine*s.limit:
			s.giveUp(d)
			return
		case c != '\n':
			last = s.line
		default:
			onLine = 0
			found = indent >= 0 && s.begins(indent)
		}
	}
	if last > d.Line {
		d.Bad = fmt.Errorf("%w; not read up to line %d", d.Bad, last)
	}
	switch {
	case found:
	case indent < 0 && errors.Is(s.err, io.EOF):
		s.giveUp(d)
	default:
		s.open = s.open[:0] // that the text breaks off is said once
	}
}

// keep takes a byte of a bad document, and keeps it as long as there is room.
func (s *splitter) keep(d *Document, c byte) {
	if len(d.Body) < keptOfBad {
		d.Body = append(d.Body, c)
	}
	s.take(1)
}

// ending returns what tells where the text that is no JSON ends.
func (s *splitter) ending() func(c byte) ended {
	around := s.around().bracket
	first := s.rest()[0]
	switch {
	case first == '{':
		return (&scan{inArray: around == '['}).next
	case around == '{': // a member of an envelope, which ends here
		s.open = s.open[:len(s.open)-1]
		return (&scan{open: []byte{'{'}}).next
	case s.indent >= 0 && around == 0: // only a line that begins like it
		return func(byte) ended { return notYet }
	}
	begun := false
	return func(c byte) ended {
		if begun && (c == ',' || c == ']' || c == '{' || c == '\n') {
			return before
		}
		begun = true
		return notYet
	}
}

// begins reports whether a line begins like a document with so many blanks before
// it, or ends the array that the document is in; it takes the blanks.
func (s *splitter) begins(indent int) bool {
	s.indent = 0
	for {
		c, more := s.first()
		switch {
		case !more:
			return false
		case c == '{':
			return s.indent == indent
		case c == ']':
			return len(s.open) > 0 && s.indent <= indent
		case c == ' ' || c == '\t':
			s.indent++
		case c != '\r':
			return false
		}
		s.take(1)
	}
}
