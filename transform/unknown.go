package transform

import (
	"bytes"
	"fmt"
	"slices"

	"callrecords/schema"
)

// maxDepth bounds the nesting of a value without a column.
const maxDepth = 64

// unknown keeps a property without a column, verbatim, under its path below
// the object that makes the row. A null says nothing.
func (r *reader) unknown(l level, n *node, name []byte, in uint64) error {
	if bytes.IndexByte(name, '@') >= 0 {
		return r.annotation(l, name)
	}
	if err := r.other(n, name, in); err != nil {
		return err
	}
	if r.null() {
		return r.leave()
	}
	raw, err := r.dec.ReadValue()
	if err != nil {
		return err
	}
	if overBound(raw) != "" {
		return r.unread(l, raw)
	}
	return r.keep(l, raw)
}

// annotation passes over OData control information, which is no property. Next
// links of the page itself are followed by whoever has the page. Nobody follows
// one below, so that an object with one is not whole.
func (r *reader) annotation(l level, name []byte) error {
	ofPage := l == root && len(r.path) == len(name)
	if of, isLink := schema.NextLink(string(name)); isLink && !ofPage && !r.null() && !r.incomplete {
		if err := r.dec.SkipValue(); err != nil {
			return err
		}
		return fmt.Errorf("further %.60q are on a page that nothing reads; "+
			"an import with --incomplete loads what is here", of)
	}
	return r.dec.SkipValue()
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

// joinMembers puts the members of two JSON objects after one another.
func joinMembers(a, b []byte) []byte {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	return bytes.Join([][]byte{a, b}, []byte{','})
}

// asObject makes a JSON object of members, or nothing of none.
func asObject(members []byte) []byte {
	if len(members) == 0 {
		return nil
	}
	return slices.Concat([]byte{'{'}, members, []byte{'}'})
}
