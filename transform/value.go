package transform

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/schema"
)

// maxText bounds one text, in bytes. Call records hold names, ids and user
// agents; something longer is not a call record's text.
const maxText = 1 << 20

// value reads one value into a cell. null empties it, and so does "" in a
// measure.
func (r *reader) value(l level, n *node, c *cell) error {
	c.clear()
	if r.null() {
		return r.leave()
	}
	switch kind := n.kind; kind {
	case schema.KindText, schema.KindKeyword:
		return r.text(c)
	case schema.KindBool:
		return r.flag(c)
	case schema.KindBools:
		return r.flags(l, n, c)
	case schema.KindInt32:
		return r.integer(l, kind, c, math.MinInt32, math.MaxInt32)
	case schema.KindInt64:
		return r.integer(l, kind, c, math.MinInt64, math.MaxInt64)
	case schema.KindUInt64:
		return r.integer(l, kind, c, 0, math.MaxInt64)
	case schema.KindFloat32:
		return r.real(l, c)
	case schema.KindDuration:
		return r.duration(l, c)
	case schema.KindTime, schema.KindStart:
		return r.instant(c)
	}
	return fmt.Errorf("no column of type %s can be read from JSON", n.kind.ClickHouse())
}

// values reads an array of values as one list. A null among them is an item
// without a value.
func (r *reader) values(l level, n *node, c *cell) error {
	c.clear()
	if r.null() {
		return r.leave()
	}
	if err := r.enter('['); err != nil {
		return err
	}
	back := len(r.path)
	for i := 0; r.dec.PeekKind() != ']'; i++ {
		r.index(back, i)
		if err := r.value(l, n, c.addItem()); err != nil {
			return err
		}
	}
	r.path = r.path[:back]
	return r.leave()
}

// text reads a string.
func (r *reader) text(c *cell) error {
	if got := r.dec.PeekKind(); got != '"' {
		return r.mismatch('"', got)
	}
	raw, err := r.dec.ReadValue()
	if err != nil {
		return err
	}
	if len(raw) > maxText {
		return fmt.Errorf("text of %d bytes is over the bound of %d", len(raw), maxText)
	}
	c.ok = true
	if bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
		c.s = append(c.s[:0], raw[1:len(raw)-1]...)
		return nil
	}
	c.s = unquote(c.s[:0], raw)
	return nil
}

// unquote appends the text of a JSON string that the decoder has read. The only
// error there can be is that something was replaced by U+FFFD, which is wanted.
func unquote(dst, raw []byte) []byte {
	dst, _ = jsontext.AppendUnquote(dst, raw)
	return dst
}

// flag reads true or false.
func (r *reader) flag(c *cell) error {
	switch got := r.dec.PeekKind(); got {
	case 't':
		c.setInt(1)
	case 'f':
		c.setInt(0)
	default:
		return r.mismatch('t', got)
	}
	return r.leave()
}

// flags reads an open object of booleans. Members of another kind have no
// column, so they are kept as unknown properties.
func (r *reader) flags(l level, n *node, c *cell) error {
	in, err := r.open()
	if err != nil {
		return err
	}
	for r.dec.PeekKind() != '}' {
		name, back, err := r.name()
		if err != nil {
			return err
		}
		if k := r.dec.PeekKind(); k == 't' || k == 'f' {
			item := c.addItem()
			item.setText(name)
			if err = r.other(n, name, in); err == nil {
				err = r.flag(item)
			}
		} else {
			err = r.unknown(l, n, name, in)
		}
		if err != nil {
			return err
		}
		r.path = r.path[:back]
	}
	return r.leave()
}

// scalar reads a number, or a string that stands for one: OData sends 64-bit
// integers as strings on request, and what is not a number (NaN, INF, -INF).
// It returns the number's text, and the value as it was sent.
func (r *reader) scalar() (text, raw []byte, err error) {
	got := r.dec.PeekKind()
	if got != '0' && got != '"' {
		return nil, nil, r.mismatch('0', got)
	}
	raw, err = r.dec.ReadValue()
	if err == nil && got == '"' {
		return raw[1 : len(raw)-1], raw, nil
	}
	return raw, raw, err
}

// integer reads a whole number within bounds.
func (r *reader) integer(l level, kind schema.Kind, c *cell, low, high int64) error {
	text, raw, err := r.scalar()
	if err != nil || len(text) == 0 {
		return err
	}
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		n, err = wholeNumber(text)
	}
	switch {
	case err == nil && n >= low && n <= high:
		c.setInt(n)
		return nil
	case kind.Nullable() && isNoNumber(text):
		return r.keep(l, raw)
	}
	return fmt.Errorf("%s is not a whole number from %d to %d", brief(text), low, high)
}

// wholeNumber reads integers that are written as 5.0 or 5e3.
func wholeNumber(raw []byte) (int64, error) {
	f, err := strconv.ParseFloat(string(raw), 64)
	if err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		return int64(f), nil
	}
	return 0, errors.New("not a whole number")
}

// real reads a single-precision number (OData JSON Format 4.01, 7.1).
func (r *reader) real(l level, c *cell) error {
	text, raw, err := r.scalar()
	if err != nil || len(text) == 0 {
		return err
	}
	f, err := strconv.ParseFloat(string(text), 32)
	switch {
	case err != nil:
		return fmt.Errorf("%s is not a single-precision number", brief(text))
	case math.IsNaN(f) || math.IsInf(f, 0):
		return r.keep(l, raw)
	}
	c.ok, c.f = true, f
	return nil
}

// isNoNumber says whether a text is one of those that stand for no number:
// NaN, INF, -INF. An average over one of them would be none, so they are no
// values of a measure: it is NULL, and what was sent is kept.
func isNoNumber(text []byte) bool {
	f, err := strconv.ParseFloat(string(text), 64)
	return err == nil && (math.IsNaN(f) || math.IsInf(f, 0))
}

// duration reads an Edm.Duration into ms.
func (r *reader) duration(l level, c *cell) error {
	if err := r.text(c); err != nil || len(c.s) == 0 {
		c.ok = false
		return err
	}
	ms, err := parseDuration(c.s)
	switch {
	case err == nil:
		c.f = ms
		return nil
	case isNoNumber(c.s):
		c.ok = false
		return r.keep(l, strconv.AppendQuote(nil, string(c.s)))
	}
	return fmt.Errorf("%s: %w", brief(c.s), err)
}

// instant reads an Edm.DateTimeOffset.
func (r *reader) instant(c *cell) error {
	if err := r.text(c); err != nil || len(c.s) == 0 {
		c.ok = false
		return err
	}
	t, err := schema.ParseInstant(string(c.s))
	if err != nil {
		return fmt.Errorf("%s: %w", brief(c.s), err)
	}
	c.n, c.ok = t.UnixNano(), !t.IsZero()
	return nil
}

// brief quotes the beginning of a value for an error.
func brief(raw []byte) string {
	if len(raw) > 60 {
		return strconv.Quote(string(raw[:60])) + "…"
	}
	return strconv.Quote(string(raw))
}
