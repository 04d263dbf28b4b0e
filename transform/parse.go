package transform

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/schema"
	"callrecords/schema/instant"
)

// maxText bounds one text, in bytes. Call records hold names, ids and user
// agents; something longer is not a call record's text.
const maxText = 1 << 20

// errNoNumber says that a value is one of those that stand for no number: NaN,
// INF, -INF. An average over one of them would be none, so they are no values
// of a measure.
var errNoNumber = errors.New("no number")

// parse reads a JSON value that is not null into an empty cell. "" in a measure
// is no value, and no error.
func (c *cell) parse(kind schema.Kind, raw []byte, plain bool) error {
	switch kind {
	case schema.KindText, schema.KindKeyword:
		return c.parseText(raw, plain)
	case schema.KindBool:
		return c.parseFlag(raw)
	case schema.KindInt32:
		return c.parseInteger(raw, math.MinInt32, math.MaxInt32)
	case schema.KindInt64:
		return c.parseInteger(raw, math.MinInt64, math.MaxInt64)
	case schema.KindUInt64:
		return c.parseInteger(raw, 0, math.MaxInt64)
	case schema.KindFloat32:
		return c.parseReal(raw)
	case schema.KindDecimal:
		return c.parseDecimal(raw)
	case schema.KindDuration:
		return c.parseDuration(raw, plain)
	case schema.KindTime, schema.KindStart:
		return c.parseInstant(raw, plain)
	}
	return fmt.Errorf("no column of type %s can be read from JSON", kind.ClickHouse())
}

// parseText reads a string. A plain one is what stands between its quotes.
func (c *cell) parseText(raw []byte, plain bool) error {
	switch {
	case raw[0] != '"':
		return mismatch('"', raw)
	case len(raw) > maxText:
		return fmt.Errorf("text of %d bytes is over the bound of %d", len(raw), maxText)
	}
	if c.ok, c.s = true, raw[1:len(raw)-1]; !plain {
		c.own = unquote(c.own[:0], raw)
		c.s = c.own
	}
	return nil
}

// unquote appends the text of a JSON string that the decoder has read. The only
// error there can be is that something was replaced by U+FFFD, which is wanted.
func unquote(dst, raw []byte) []byte {
	dst, _ = jsontext.AppendUnquote(dst, raw)
	return dst
}

// parseFlag reads true or false.
func (c *cell) parseFlag(raw []byte) error {
	switch raw[0] {
	case 't':
		c.setInt(1)
	case 'f':
		c.setInt(0)
	default:
		return mismatch('t', raw)
	}
	return nil
}

// numeral is the text of a number, or of a string that stands for one: OData
// sends 64-bit integers as strings on request, and what is not a number (NaN,
// INF, -INF; OData JSON Format 4.01, 7.1).
func numeral(raw []byte) ([]byte, error) {
	if raw[0] != '"' {
		if c := raw[0]; c != '-' && (c < '0' || c > '9') {
			return nil, mismatch('0', raw)
		}
		return raw, nil
	}
	text := raw[1 : len(raw)-1]
	switch {
	case isNoNumber(text):
		return nil, errNoNumber
	case len(bytes.Trim(text, "0123456789+-.eE")) > 0:
		return nil, fmt.Errorf("%s is no number", brief(text)) // nor 0x10, which the library reads
	}
	return text, nil
}

// isNoNumber says whether a text stands for no number.
func isNoNumber(text []byte) bool {
	f, err := strconv.ParseFloat(string(text), 64)
	return err == nil && (math.IsNaN(f) || math.IsInf(f, 0))
}

// parseInteger reads a whole number within bounds, however it is written: 5.0 and
// 5e3 are whole, too, as far as a double holds them.
func (c *cell) parseInteger(raw []byte, low, high int64) error {
	text, err := numeral(raw)
	if err != nil || len(text) == 0 {
		return err
	}
	n, short := shortInteger(text)
	if !short {
		n, err = strconv.ParseInt(string(text), 10, 64)
	}
	if err != nil {
		var f float64
		f, err = strconv.ParseFloat(string(text), 64)
		if n = int64(f); float64(n) != f || math.Abs(f) >= 1<<53 {
			err = strconv.ErrSyntax
		}
	}
	if err != nil || n < low || n > high {
		return fmt.Errorf("%s is not a whole number from %d to %d", brief(text), low, high)
	}
	c.setInt(n)
	return nil
}

// parseReal reads a single-precision number.
func (c *cell) parseReal(raw []byte) error {
	text, err := numeral(raw)
	if err != nil || len(text) == 0 {
		return err
	}
	if f, short := shortReal(text); short {
		c.ok, c.f = true, float64(f)
		return nil
	}
	f, err := strconv.ParseFloat(string(text), 32)
	if err != nil {
		return fmt.Errorf("%s is not a single-precision number", brief(text))
	}
	c.ok, c.f = true, f
	return nil
}

// parseDuration reads an Edm.Duration into ms.
func (c *cell) parseDuration(raw []byte, plain bool) error {
	if err := c.parseText(raw, plain); err != nil {
		return err
	}
	if c.ok = len(c.s) > 0; !c.ok {
		return nil
	}
	var err error
	if c.f, err = parseDuration(c.s); err != nil {
		if isNoNumber(c.s) {
			return errNoNumber
		}
		return fmt.Errorf("%s: %w", brief(c.s), err)
	}
	return nil
}

// parseInstant reads an Edm.DateTimeOffset.
func (c *cell) parseInstant(raw []byte, plain bool) error {
	if err := c.parseText(raw, plain); err != nil {
		return err
	}
	if c.ok = len(c.s) > 0; !c.ok {
		return nil
	}
	if ns, usual := usualInstant(c.s); usual {
		c.n = ns
		return nil
	}
	t, err := instant.Parse(string(c.s))
	if err != nil {
		return fmt.Errorf("%s: %w", brief(c.s), err)
	}
	c.n, c.ok = t.UnixNano(), !t.IsZero()
	return nil
}

// mismatch says that a value is of another kind than its place needs.
func mismatch(want jsontext.Kind, raw []byte) error {
	return fmt.Errorf("%s where %s belongs", kindName(jsontext.Value(raw).Kind()), kindName(want))
}

func kindName(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case 't', 'f':
		return "true or false"
	case '"':
		return "text"
	case '0':
		return "a number"
	case '{':
		return "an object"
	case '[':
		return "an array"
	}
	return "nothing"
}

// brief quotes the beginning of a value for an error.
func brief(raw []byte) string {
	if len(raw) > 60 {
		return strconv.Quote(string(raw[:60])) + "…"
	}
	return strconv.Quote(string(raw))
}
