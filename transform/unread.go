package transform

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// odd reads a value of a kind that does not belong where it is: an empty array
// where an object belongs, as PHP writes it, or a text. Its columns stay empty.
func (r *reader) odd(l level) error {
	raw, err := r.dec.Value()
	if err != nil {
		return err
	}
	return r.unread(l, raw)
}

// unread keeps a value that was just read and that its column cannot hold, and
// counts it.
func (r *reader) unread(l level, raw []byte) error {
	r.note()
	return r.keep(l, raw, overBound(raw))
}

// note counts the value that was just read as unread.
func (r *reader) note() {
	if r.unreads.Values++; r.unreads.Values == 1 {
		r.unreads.First, _ = r.where()
	}
}

// keep adds the value that was just read to the unknown properties of the level, verbatim
// and under its path. In place of one that is over a bound there is a text that says so.
func (r *reader) keep(l level, raw []byte, over string) error {
	if over != "" {
		raw = strconv.AppendQuote(nil, "left out: "+over)
	} else if hasTwice(raw) {
		return errTwice
	}
	s := r.scratch[l]
	r.path = r.dec.AppendPath(append(r.path[:0], r.plan.levels[l].prefix...), s.depth)
	return s.addUnknown(r.path, readable(raw))
}

// readable has a U+FFFD for each byte that is no UTF-8, as texts in columns have.
// bytes.ToValidUTF8 would make one of a whole run of them.
func readable(raw []byte) []byte {
	if utf8.Valid(raw) {
		return raw
	}
	return []byte(string([]rune(string(raw))))
}

// overBound says why a value is not kept as it is; "" when it is.
func overBound(raw []byte) string {
	switch {
	case len(raw) > maxText:
		return fmt.Sprintf("%d bytes, more than %d", len(raw), maxText)
	case depth(raw) > maxDepth:
		return fmt.Sprintf("nested more than %d deep", maxDepth)
	}
	return ""
}
