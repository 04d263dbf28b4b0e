package config

import (
	"strconv"

	"github.com/goccy/go-yaml/ast"
)

// reserved is said of YAML's own devices, which mostly come by accident: a
// password that begins with one of their characters.
const reserved = "anchors, aliases and tags of YAML are not read here; put a value that begins with &, * or ! in quotes"

// place returns where a node stands.
func (d *draft) place(path string, node ast.Node) place {
	at := place{file: d.file, key: path}
	if token := node.GetToken(); token != nil && token.Position != nil {
		at.line, at.column = token.Position.Line, token.Position.Column
	}
	return at
}

// section reads the keys below a path.
func (d *draft) section(path string, node ast.Node) {
	switch node := node.(type) {
	case *ast.NullNode:
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		d.mistakes.add(d.place(path, node), reserved)
	case ast.MapNode:
		for entries := node.MapRange(); entries.Next(); {
			d.entry(path, entries.Key(), entries.Value())
		}
	default:
		d.mistakes.add(d.place(path, node), "wants keys below it, each as name: value")
	}
}

// entry reads one key of a section, whatever it holds.
func (d *draft) entry(section string, name ast.MapKeyNode, value ast.Node) {
	path := join(section, name.GetToken().Value)
	at := d.place(path, name)
	if first, twice := d.places[path]; twice {
		d.mistakes.add(at, "is there twice; first in line %d", first.line)
		return
	}
	k, isKey := find(pattern(path))
	switch {
	case isKey:
		d.places[path] = at
		d.leaf(k, at, value)
	case isSection(pattern(path)):
		d.places[path] = at
		d.section(path, value)
	case isSection(pattern(path) + "[]"):
		d.places[path] = at
		d.list(at, value)
	default:
		d.mistakes.add(at, "unknown key; %s", d.suggestKey(path))
	}
}

// list reads the sections of a list: the tenants.
func (d *draft) list(at place, node ast.Node) {
	switch node := node.(type) {
	case *ast.NullNode:
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		d.mistakes.add(at, reserved)
	case *ast.SequenceNode:
		for i, item := range node.Values {
			path := at.key + "[" + strconv.Itoa(i) + "]"
			d.places[path] = d.place(path, item)
			d.section(path, item)
		}
		d.tenants = len(node.Values)
	default:
		d.mistakes.add(at, "wants a list: - before the first key of each")
	}
}

// leaf reads the value of a key. Null leaves the default.
func (d *draft) leaf(k key, at place, node ast.Node) {
	switch node := node.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		d.text(at, node.Value)
	case *ast.LiteralNode:
		d.text(at, node.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		if k.isText() {
			d.mistakes.add(at, "wants text; put the value in quotes")
			return
		}
		text := node.GetToken().Value
		d.settings[at.key] = setting{text: text, written: text, at: at}
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		d.mistakes.add(at, reserved)
	default:
		d.mistakes.add(at, "wants one value, not a list or keys")
	}
}

// text settles a key with a text, once its ${NAME} are replaced.
func (d *draft) text(at place, written string) {
	text, ok := d.replace(at, written)
	if ok {
		d.settings[at.key] = setting{text: text, written: written, at: at}
	}
}
