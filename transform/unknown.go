package transform

import (
	"bytes"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth bounds the nesting of a value without a column.
const maxDepth = 64

// unknown keeps a property without a column, verbatim, under its path below
// the object that makes the row. Names with an @ are OData control
// information, not properties; a null says nothing.
func (r *reader) unknown(l level, name []byte) error {
	if r.null() || bytes.IndexByte(name, '@') >= 0 {
		return r.dec.SkipValue()
	}
	raw, err := r.dec.ReadValue()
	if err != nil {
		return err
	}
	if len(raw) > maxText {
		return fmt.Errorf("value of %d bytes without a column is over the bound of %d", len(raw), maxText)
	}
	if depth(raw) > maxDepth {
		return fmt.Errorf("value without a column is nested over %d deep", maxDepth)
	}
	key, err := jsontext.AppendQuote(nil, levels[l].prefix+string(r.path))
	if err != nil {
		return err
	}
	r.scratch[l].property(key, bytes.ToValidUTF8(raw, []byte("\ufffd")))
	return nil
}

// depth is how deep a valid JSON value is nested.
func depth(raw []byte) int {
	deepest, now, inText := 0, 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case inText && c == '\\':
			i++
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}

// asObject makes a JSON object of gathered properties, or nothing of none.
func asObject(groups ...[]byte) []byte {
	all := bytes.Join(groups, nil)
	if len(groups) == 2 && len(groups[0]) > 0 && len(groups[1]) > 0 {
		all = bytes.Join(groups, []byte{','})
	}
	if len(all) == 0 {
		return nil
	}
	return append(append([]byte{'{'}, all...), '}')
}
