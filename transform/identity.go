package transform

import "bytes"

// identitySet reads an open map of identities, in which the first key with an
// identity is the kind. Further ones have no column.
func (r *reader) identitySet(l level, n *node) error {
	in, err := r.open()
	if err != nil {
		return err
	}
	kind := r.cell(l, n)
	kind.clear()
	for r.dec.PeekKind() != '}' {
		name, back, err := r.name()
		if err != nil {
			return err
		}
		switch next := n.props[string(name)]; {
		case next != nil:
			err = r.property(l, next, in)
		case !kind.ok && r.dec.PeekKind() == '{' && bytes.IndexByte(name, '@') < 0:
			kind.setText(name)
			if err = r.other(n, name, in); err == nil {
				err = r.object(l, n.person)
			}
		default:
			err = r.unknown(l, n, name, in)
		}
		if err != nil {
			return err
		}
		r.path = r.path[:back]
	}
	return r.leave()
}
