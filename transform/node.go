package transform

import "callrecords/schema"

// form is what the reader does at a node of the trie.
type form uint8

// The forms. A child level is an array whose objects are of another level; a
// list is an array of objects that stays inside one row.
const (
	object form = iota
	value
	values
	list
	childLevel
	identitySet
	typeName
	other // has no column: its name was learned from a page
)

// node is one property in the trie. What is looked at for each member of a page stands
// first: it fits into one line of the processor's cache.
type node struct {
	quoted  string // its name, as it is written
	next    *node  // what came behind it the last time
	seenIn  uint64 // number of the object that it came in last
	cell    int    // value, values, typeName, identitySet (the kind of identity); -1 elsewhere
	level   level  // childLevel
	form    form
	kind    schema.Kind // value; values: of each item
	inList  bool        // the cell is a list, and the value is that of its last item
	derives bool        // only the derived type has the property
	control bool        // other: an annotation

	name          []byte
	props         map[string]*node
	first         *node        // object: what came first in it the last time
	cells         []int        // list: the cells that get an item for each of its objects
	person        *node        // identitySet: the object below the kind
	ignoreUnknown bool         // object: properties that are not in the trie are none of ours
	derived       *derivedType // object: what it is when it comes without @odata.type
}

func newNode(f form) *node { return &node{form: f, props: map[string]*node{}, cell: -1} }

// addPath adds the steps of a column's path below a node.
func (n *node) addPath(path []string, cell int, kind schema.Kind) {
	step, inList := path[0], n.inList || n.form == list
	if n.person == nil && (step == schema.SourceIdentityKind || step == schema.SourceIdentity) {
		n.person = newNode(object)
	}
	switch {
	case step == schema.SourceIdentityKind:
		n.form, n.cell = identitySet, cell
	case step == schema.SourceIdentity:
		n.person.inList = inList
		n.person.addPath(path[1:], cell, kind)
	case step == odataType:
		n.add(step, &node{form: typeName, cell: cell, inList: inList})
	case len(path) == 1:
		leaf := &node{form: value, cell: cell, kind: kind, inList: inList}
		if item, isList := kind.Item(); isList {
			leaf.form, leaf.kind = values, item
		}
		n.add(step, leaf)
	default:
		next := n.inner(step)
		if next.form == list {
			// One column of many items becomes one item per object: the
			// list itself is the cell, and what is below reads items.
			next.cells = append(next.cells, cell)
			kind, _ = kind.Item()
		}
		next.inList = inList
		next.addPath(path[1:], cell, kind)
	}
}

// add hangs a property below a node.
func (n *node) add(name string, property *node) {
	if n.props == nil {
		n.props = map[string]*node{}
	}
	property.name, property.quoted = []byte(name), `"`+name+`"`
	n.props[name] = property
}

// inner is the node of an inner step, made when it is new.
func (n *node) inner(step string) *node {
	name, form := cutArray(step)
	if n.props[name] == nil {
		n.add(name, newNode(form))
	}
	return n.props[name]
}

// find is the node at the end of some steps, nil when there is none.
func (n *node) find(path []string) *node {
	for _, step := range path {
		if n == nil {
			return nil
		}
		name, _ := cutArray(step)
		n = n.props[name]
	}
	return n
}
