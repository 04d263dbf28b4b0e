package transform

// identitySet reads an open map of identities, in which the first key with an
// identity is the kind. Further ones have no column.
func (r *reader) identitySet(l level, n *node) error {
	in, err := r.open()
	if err != nil {
		return err
	}
	kind := r.cell(l, n)
	m := membersOf(n)
	for r.more(&m) {
		switch {
		case m.hasColumn():
			err = r.property(l, m.property, in)
		case !kind.ok && r.dec.Peek() == '{' && !m.control():
			kind.setText(m.name())
			if err = r.once(&m, in); err == nil {
				err = r.object(l, n.person)
			}
		default:
			err = r.unknown(l, &m, in)
		}
		if err != nil {
			return err
		}
	}
	if m.err != nil {
		return m.err
	}
	return r.leave()
}
