package transform

import (
	"fmt"
	"unicode/utf8"

	"callrecords/schema"
)

// maxDepth bounds the nesting of a value without a column.
const maxDepth = 64

// unknown keeps a property without a column, verbatim, under its path below
// the object that makes the row. A null says nothing.
func (r *reader) unknown(l level, m *members, in uint64) error {
	if m.control() {
		return r.annotation(l, m.name())
	}
	if err := r.once(m, in); err != nil {
		return err
	}
	if r.dec.Null() {
		return nil
	}
	raw, err := r.dec.Value()
	if err != nil {
		return err
	}
	over := overBound(raw)
	if over != "" {
		r.note()
	}
	return r.keep(l, raw, over)
}

// annotation passes over OData control information, which is no property. Next
// links of the page itself are followed by whoever has the page. Nobody follows
// one below, so that an object with one is not whole.
func (r *reader) annotation(l level, name []byte) error {
	ofPage := l == root && r.dec.Depth() == r.scratch[root].depth+1
	if of, isLink := nextLink(name); isLink && !ofPage && !r.null() && !r.incomplete {
		if err := r.dec.Skip(); err != nil {
			return err
		}
		return fmt.Errorf("further %.60q are on a page that nothing reads; "+
			"an import with --incomplete loads what is here", of)
	}
	return r.dec.Skip()
}

// nextLink is schema.NextLink. Names that do not end in k, as most annotations, are no
// string for it: they would be one allocation in three rows.
func nextLink(name []byte) (of string, ok bool) {
	if last := name[len(name)-1]; last|0x20 != 'k' && last < utf8.RuneSelf {
		return "", false
	}
	return schema.NextLink(string(name))
}

// depth is how deep a valid JSON value is nested.
func depth(raw []byte) int {
	if raw[0] != '{' && raw[0] != '[' {
		return 0
	}
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

// appendMembers appends the members of two JSON objects after one another.
func appendMembers(to, members, others []byte) []byte {
	to = append(to, members...)
	if len(members) > 0 && len(others) > 0 {
		to = append(to, ',')
	}
	return append(to, others...)
}

// appendObject appends a JSON object of some members and others, or nothing of none.
func appendObject(to, members, others []byte) []byte {
	if len(members)+len(others) == 0 {
		return to
	}
	return append(appendMembers(append(to, '{'), members, others), '}')
}
