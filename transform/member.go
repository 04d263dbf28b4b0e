package transform

import "bytes"

// The service sends properties in the same order all the time, so that the one that followed
// the last time is a good guess: its name is compared, rather than read and looked up. Without
// that, flattening takes 45 % longer. Names without a column are learned for it, too, up to a
// bound.
const (
	guesses        = 4       // names that are tried in turn: some properties are not always sent
	maxLearned     = 1 << 10 // names
	maxLearnedName = 64      // bytes of one
)

// members walks the members of an open object.
type members struct {
	of    *node
	guess **node // where the property is kept that came next the last time

	property *node  // of the member in the trie; nil when there is none
	odd      []byte // the name of a member without a property
	err      error  // why there is no next member, but for the end of the object
}

func membersOf(n *node) members { return members{of: n, guess: &n.first} }

// more reads the name of the next member, and says whether there is one.
func (r *reader) more(m *members) bool {
	next := *m.guess
	for range guesses {
		if next == nil {
			break
		}
		if r.dec.Name(next.quoted) {
			m.property, m.guess = next, &next.next
			return true
		}
		next = next.next
	}
	if r.dec.Peek() == '}' {
		return false
	}
	if m.odd, m.err = r.name(); m.err != nil {
		return false
	}
	if m.property = m.of.props[string(m.odd)]; m.property == nil {
		m.property = r.learn(m.of, m.odd)
	}
	if m.property != nil {
		*m.guess, m.guess = m.property, &m.property.next
	}
	return true
}

// name is that of the member as it is meant; good until the next one is read.
func (m *members) name() []byte {
	if m.property != nil {
		return m.property.name
	}
	return m.odd
}

// control says whether a member without a column is OData's control information, which is no
// property.
func (m *members) control() bool {
	if m.property != nil {
		return m.property.control
	}
	return isControl(m.odd)
}

func isControl(name []byte) bool { return bytes.IndexByte(name, '@') >= 0 }

// hasColumn says whether something is known of a member, beside its name.
func (m *members) hasColumn() bool { return m.property != nil && m.property.form != other }

// learn makes a property without a column of a name; nil when it is too odd, or one too many.
func (r *reader) learn(of *node, name []byte) *node {
	if !r.dec.Plain() || len(name) > maxLearnedName || r.learned == maxLearned {
		return nil
	}
	r.learned++
	property := &node{form: other, cell: -1, control: isControl(name)}
	of.add(string(name), property)
	return property
}

// name reads a name as it is meant.
func (r *reader) name() ([]byte, error) {
	raw, err := r.dec.Value()
	if err != nil {
		return nil, err
	}
	if r.dec.Plain() {
		return raw[1 : len(raw)-1], nil
	}
	r.unquoted = unquote(r.unquoted[:0], raw)
	return r.unquoted, nil
}
