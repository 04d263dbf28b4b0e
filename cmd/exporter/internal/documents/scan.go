package documents

// maxScan is how deep the brackets of broken text are followed. No JSON that can
// be read is deeper (the decoder's bound).
const maxScan = 10_000

// scan finds the end of an object that is no JSON: where its brackets outside of
// texts are closed. It forgives what breaks the usual documents, so that the
// next ones can be read: a word that is no value, a missing or stray bracket, a
// quotation mark that is missing or too many.
type scan struct {
	open    []byte // brackets, outermost first
	inArray bool   // an array is open around the object
	text    bool   // inside a text
	escaped bool   // the next byte of the text means itself
	quote   bool   // a quotation mark came; it ends the text if what follows fits
	last    byte   // the last byte outside of texts that is no blank
}

// ended says where the object ended, seen from the byte that was looked at.
type ended int

const (
	notYet ended = iota
	before       // the byte belongs to what follows
	with         // the byte is the object's last
	never        // nothing tells any more
)

// next looks at the next byte. The first one is the object's bracket.
func (s *scan) next(c byte) ended {
	if s.text && !s.endsText(c) {
		return notYet
	}
	end := notYet
	switch c {
	case ' ', '\t', '\r', '\n':
		return notYet
	case '"':
		s.text = true
	case '{', '[':
		end = s.enter(c)
	case '}', ']':
		end = s.leave(c)
	}
	s.last = c
	return end
}

// endsText reports whether a text has ended before c. A quotation mark ends it
// only when what may follow a text comes next, and a line does: in JSON, texts
// have no line ends.
func (s *scan) endsText(c byte) bool {
	switch {
	case s.escaped:
		s.escaped = false
		return false
	case c == '\n':
	case s.quote && (c == ' ' || c == '\t' || c == '\r'):
		return false
	case s.quote && (c == ':' || c == ',' || c == ']' || c == '}'):
	default:
		s.escaped, s.quote = c == '\\', c == '"'
		return false
	}
	s.text, s.quote, s.last = false, false, '"'
	return true
}

// enter opens a bracket. In an object a brace follows a colon: one that follows
// a comma begins the next document, and this one lacks a bracket.
func (s *scan) enter(c byte) ended {
	switch n := len(s.open); {
	case n == maxScan:
		return never
	case c == '{' && s.last == ',' && n > 0 && s.open[n-1] == '{':
		return before
	}
	s.open = append(s.open, c)
	return notYet
}

// leave closes a bracket, and those in it that were never closed. A square one
// that closes nothing belongs to the array around the object.
func (s *scan) leave(c byte) ended {
	opener := byte('{')
	if c == ']' {
		opener = '['
	}
	n := len(s.open) - 1
	for n >= 0 && s.open[n] != opener {
		n--
	}
	switch {
	case n > 0:
		s.open = s.open[:n]
	case n == 0:
		return with
	case s.inArray:
		return before
	}
	return notYet
}
