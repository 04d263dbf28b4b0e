package transform

import (
	"bytes"
	"slices"

	"callrecords/schema"
)

// derivedType is what an object is that came without @odata.type.
type derivedType struct {
	typeName          *node // of the object's type
	declared, derived []byte
}

// deriveType notes it at the objects of a type that may be left out on the
// wire. Objects whose type has no column need none.
func (b *builder) deriveType(d schema.DerivedType) {
	for _, path := range d.Objects {
		at, steps := splitPath(b.levels, path)
		n := b.levels[at].trie.find(steps)
		if n == nil || n.props[odataType] == nil {
			continue
		}
		n.derived = &derivedType{n.props[odataType], []byte(d.Declared), []byte(d.Derived)}
		for name, property := range n.props {
			property.derives = name != odataType && !slices.Contains(d.Properties, name)
		}
	}
}

// readType reads an @odata.type and keeps its last part:
// #microsoft.graph.callRecords.serviceEndpoint is a serviceEndpoint.
func (r *reader) readType(l level, c *cell) error {
	raw, err := r.dec.Value()
	if err != nil {
		return err
	}
	if c.parseText(raw, r.dec.Plain()) != nil {
		return r.unread(l, raw)
	}
	c.s = c.s[bytes.LastIndexAny(c.s, ".#")+1:]
	return nil
}

// fillType names the type of an object that was read, unless it was sent.
func (d *derivedType) fillType(c *cell, derives bool) {
	switch {
	case c.ok && len(c.s) > 0:
	case derives:
		c.setText(d.derived)
	default:
		c.setText(d.declared)
	}
}
