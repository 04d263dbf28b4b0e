package documents

import (
	"bytes"
	"fmt"
	"io"
)

// keptOfBad is how much of a bad document is kept for people to look at, in bytes.
const keptOfBad = 1 << 20

// resume moves on behind text that is no JSON: to the next line that begins
// like the bad document's own, with as many blanks and a brace. So a document
// that is printed over many lines is passed over whole, with its inner objects.
// When the bad document does not begin its line, nothing tells where the next
// one would be: the rest of the file is not read, and the error says so.
func (s *splitter) resume(d Document) Document {
	indent := s.indent
	if indent < 0 {
		d.Body = bytes.Clone(s.rest()[:min(len(s.rest()), keptOfBad)])
		d.Bad = fmt.Errorf("%w; the rest of the file is not read", d.Bad)
		s.at, s.open, s.err = len(s.buf), s.open[:0], io.EOF // this is the end of the text
		return d
	}
	for s.skipLine(&d.Body) && !s.begins(indent) {
	}
	if last := s.line - 1; last > d.Line {
		d.Bad = fmt.Errorf("%w; not read up to line %d", d.Bad, last)
	}
	return d
}

// skipLine takes the rest of a line, and keeps it as long as there is room.
func (s *splitter) skipLine(kept *[]byte) (more bool) {
	for {
		line, _, found := bytes.Cut(s.rest(), []byte{'\n'})
		if room := keptOfBad - len(*kept); room > 0 {
			*kept = append(*kept, line[:min(len(line), room)]...)
		}
		if found {
			s.take(len(line) + 1)
			return true
		}
		s.take(len(line))
		if !s.more() {
			return false
		}
	}
}

// begins reports whether a line begins like a document with so many blanks before
// it, or ends the array that the document is in; it takes the blanks.
func (s *splitter) begins(indent int) bool {
	s.indent = 0
	if !s.skip() {
		return true
	}
	switch s.rest()[0] {
	case '{':
		return s.indent == indent
	case ']':
		return len(s.open) > 0 && s.indent <= indent
	}
	return false
}
