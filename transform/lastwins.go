package transform

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/transform/scan"
)

// Of two members with one name the last one wins whole. By the time that it is
// seen, the first one may have become cells, rows and unknown properties. So a
// page with such members is read twice: the reader gives up at the second
// member, and reads the page again without the first one. The service sends no
// such pages in the usual course of things, so the usual page must not pay:
// names are compared by a number, and only those that are too many to be learned by a
// set.

// errTwice says that a name comes twice in one object. It never leaves the
// package: the page is read again without the first of the two.
var errTwice = errors.New("a name comes twice in one object")

// The names that are remembered while a page is read; a page from outside may
// have any number of them.
const (
	maxOtherNames = 1 << 16 // different names without a column
	maxOpenNames  = 1 << 20 // names of the objects around one place
)

// otherName is a name that is not in the trie, at a node of it.
type otherName struct {
	at   *node
	name string
}

// once notes that a name without a column comes in an object, and sees to it that it does
// so once.
func (r *reader) once(m *members, in uint64) error {
	seen := r.lastSeen(m)
	switch {
	case *seen == in:
		return errTwice
	case *seen > r.before: // it came in this page
	case r.otherNames == maxOtherNames:
		return fmt.Errorf("page with more than %d different names without a column", maxOtherNames)
	default:
		r.otherNames++
	}
	*seen = in
	return nil
}

// lastSeen is where the number of the object is kept that a name came in last.
func (r *reader) lastSeen(m *members) *uint64 {
	if m.property != nil {
		return &m.property.seenIn
	}
	seen := r.others[otherName{m.of, string(m.odd)}]
	if seen == nil {
		seen = new(uint64)
		r.others[otherName{m.of, string(m.odd)}] = seen
	}
	return seen
}

// hasTwice says whether a value has an object in which a name comes twice.
func hasTwice(raw []byte) bool {
	return (raw[0] == '{' || raw[0] == '[') && !jsontext.Value(raw).IsValid(jsontext.AllowInvalidUTF8(true))
}

// lastOnly is a page without the members whose names come again in the same
// object; nil when there are none. They become spaces, so that all that stays
// is where it was. Where the page is no JSON any more, the rest is as it was.
func lastOnly(page []byte) []byte {
	w := lastWins{dec: jsontext.NewDecoder(bytes.NewBuffer(page), scan.Options...), page: page}
	_ = w.value() // the reader will come to the same error, and knows the path
	return w.left
}

// lastWins walks a whole page.
type lastWins struct {
	dec  *jsontext.Decoder
	page []byte
	left []byte // the page without what was blanked; nil while nothing was
	open int    // names in the objects around
}

func (w *lastWins) value() error {
	switch w.dec.PeekKind() {
	case '{':
		return w.object()
	case '[':
		return w.array()
	}
	return w.dec.SkipValue()
}

func (w *lastWins) array() error {
	if _, err := w.dec.ReadToken(); err != nil {
		return err
	}
	for w.dec.PeekKind() != ']' {
		if err := w.value(); err != nil {
			return err
		}
	}
	_, err := w.dec.ReadToken()
	return err
}

func (w *lastWins) object() error {
	if _, err := w.dec.ReadToken(); err != nil {
		return err
	}
	last := map[string]int{} // the member that has a name
	var begins []int         // where each member does
	for w.dec.PeekKind() != '}' {
		raw, err := w.dec.ReadValue()
		if err != nil {
			return err
		}
		if w.open++; w.open > maxOpenNames {
			return errTwice
		}
		begins = append(begins, int(w.dec.InputOffset())-len(raw))
		name := string(unquote(nil, raw))
		if first, twice := last[name]; twice {
			w.blank(begins[first], begins[first+1])
		}
		last[name] = len(begins) - 1
		if err := w.value(); err != nil {
			return err
		}
	}
	w.open -= len(begins)
	_, err := w.dec.ReadToken()
	return err
}

// blank puts spaces in place of a part of the page.
func (w *lastWins) blank(from, to int) {
	if w.left == nil {
		w.left = bytes.Clone(w.page)
	}
	for i := from; i < to; i++ {
		w.left[i] = ' '
	}
}
