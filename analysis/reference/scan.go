package reference

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

const (
	// maxLine is the longest line, in bytes.
	maxLine = 64 << 10
	// maxBreaks is how many lines one record may have: cells of a spreadsheet may have line
	// breaks, and a quote that is never closed must not take the rest of the file.
	maxBreaks = 20
)

// record is a line of a file, or several where a quoted cell has line breaks.
type record struct {
	line  int      // number of its first line
	cells []string // without the empty ones at its end
	width int      // number of its cells with those
	wrong string   // why it could not be taken apart; "" when it was
}

// scanner takes a text apart.
type scanner struct {
	rest  []byte
	line  int // lines before the rest
	comma rune
}

// next is the next record that is not empty; false at the end.
func (s *scanner) next() (r record, ok bool) {
	for len(s.rest) > 0 {
		r = record{line: s.line + 1}
		text, lines, closed := s.whole()
		s.rest, s.line = s.rest[min(len(text)+1, len(s.rest)):], s.line+lines
		switch {
		case len(text) > maxLine:
			r.wrong = "is longer than 64 KiB"
		case !closed:
			r.wrong = "a quote is opened and not closed"
		default:
			all, whole := split(string(text), s.comma)
			if r.cells, r.width = withoutEnd(all), len(all); !whole {
				r.wrong = "has quotes that cannot be paired"
			} else if len(r.cells) == 0 {
				continue // nothing but delimiters
			}
		}
		return r, true
	}
	return record{}, false
}

// whole is the first line of the rest, with those after it that a quote holds together.
// One whose quote stays open is the first line alone.
func (s *scanner) whole() (text []byte, lines int, closed bool) {
	first := -1
	for end := 0; lines < maxBreaks; end++ {
		if n := bytes.IndexByte(s.rest[end:], '\n'); n >= 0 {
			end += n
		} else {
			end = len(s.rest)
		}
		if first < 0 {
			first = end
		}
		lines++
		text = s.rest[:end]
		if end > maxLine || quotesClosed(text, s.comma) {
			return text, lines, true
		}
		if end == len(s.rest) {
			break
		}
	}
	return s.rest[:first], 1, false
}

// quotesClosed says whether a line's quoted cells are whole. A quote inside a cell that
// does not begin with one is a letter like any other: 12" rack.
func quotesClosed(line []byte, comma rune) bool {
	if bytes.IndexByte(line, '"') < 0 {
		return true
	}
	inside, begun := false, false // inside quotes; the cell has begun
	for i := 0; i < len(line); i++ {
		switch b := line[i]; {
		case inside && b == '"' && i+1 < len(line) && line[i+1] == '"':
			i++
		case inside:
			inside = b != '"'
		case rune(b) == comma:
			begun = false
		case b == '"' && !begun:
			inside, begun = true, true
		case b != ' ':
			begun = true
		}
	}
	return !inside
}

// split takes a record apart into clean cells. What is not whole has quotes after which
// the rest belongs to no cell.
func split(text string, comma rune) (cells []string, whole bool) {
	if !strings.Contains(text, `"`) {
		cells = strings.Split(text, string(comma))
	} else {
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
		r.TrimLeadingSpace = comma != '\t' // it would take empty cells for blanks
		var err error
		if cells, err = r.Read(); err != nil {
			return nil, false
		}
		if _, err = r.Read(); !errors.Is(err, io.EOF) {
			return nil, false
		}
	}
	for i := range cells {
		cells[i] = clean(cells[i])
	}
	return cells, true
}

// withoutEnd are the cells up to the last that is not empty.
func withoutEnd(cells []string) []string {
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}
