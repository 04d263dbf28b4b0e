package scan

import (
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Where is the place of what was read last: its JSON pointer (RFC 6901), and the bytes
// into the text.
func (s *Scanner) Where() (pointer string, offset int64) {
	if s.failed != nil {
		return string(s.failed.StackPointer()), s.failed.InputOffset()
	}
	var p []byte
	for i, f := range s.stack {
		switch {
		case f.nameTo > 0:
			p = append(p, '/')
			p = append(p, pointerEscapes.Replace(string(s.unquoted(nil, f)))...)
		case f.items > 0:
			p = strconv.AppendInt(append(p, '/'), int64(s.stack[i].items)-1, 10)
		}
	}
	return string(p), int64(s.end)
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// AppendPath appends the place of what was read last, from a depth on: a.b[3].c
func (s *Scanner) AppendPath(p []byte, depth int) []byte {
	for i, f := range s.stack[depth:] {
		switch {
		case f.nameTo > 0:
			if i > 0 {
				p = append(p, '.')
			}
			p = s.unquoted(p, f)
		case f.items > 0:
			p = append(strconv.AppendInt(append(p, '['), int64(f.items)-1, 10), ']')
		}
	}
	return p
}

// unquoted appends the newest name of an object.
func (s *Scanner) unquoted(p []byte, f frame) []byte {
	// The only error there can be is that something became U+FFFD, which is wanted.
	p, _ = jsontext.AppendUnquote(p, s.text[f.nameFrom:f.nameTo])
	return p
}
