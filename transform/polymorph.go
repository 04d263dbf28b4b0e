package transform

import "bytes"

// typeName reads an @odata.type and keeps its last part:
// #microsoft.graph.callRecords.serviceEndpoint is a serviceEndpoint.
func (r *reader) typeName(c *cell) error {
	if err := r.text(c); err != nil {
		return err
	}
	c.setText(c.s[bytes.LastIndexAny(c.s, ".#")+1:])
	return nil
}

// inferEndpoint names the type of an endpoint that came without one: a type is
// left out when it is the declared one, and with odata.metadata=none. Only a
// participantEndpoint has more than a user agent.
func inferEndpoint(c *cell, full bool) {
	switch {
	case c.ok && len(c.s) > 0:
	case full:
		c.setText([]byte("participantEndpoint"))
	default:
		c.setText([]byte("endpoint"))
	}
}

// identities reads an identitySet: an open map in which the first key with an
// identity is the kind. Further ones have no column.
func (r *reader) identities(l level, n *node) error {
	if err := r.enter('{'); err != nil {
		return err
	}
	kind := &r.scratch[l].cells[n.cell]
	kind.clear()
	for r.dec.PeekKind() != '}' {
		name, back, err := r.name()
		if err != nil {
			return err
		}
		switch next := n.props[string(name)]; {
		case next != nil:
			err = r.property(l, next)
		case !kind.ok && r.dec.PeekKind() == '{' && bytes.IndexByte(name, '@') < 0:
			kind.setText(name)
			err = r.object(l, n.person)
		default:
			err = r.unknown(l, name)
		}
		if err != nil {
			return err
		}
		r.path = r.path[:back]
	}
	return r.leave()
}
