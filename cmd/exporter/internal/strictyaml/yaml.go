// Package strictyaml reads a YAML file against a shape: the keys that it may
// have, and no others. It tells where everything stands, names the nearest key
// for an unknown one, and replaces ${NAME} in a text from the environment. What
// values mean is the caller's to know.
package strictyaml

import (
	"bytes"
	"errors"
	"regexp"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"callrecords/cmd/exporter/internal/bounded"
	"callrecords/cmd/exporter/internal/problem"
)

// Document is what a file says: texts, not yet parsed or checked. Its paths
// have indexes: tenants[0].cloud.
type Document struct {
	Values    map[string]Value         // by path
	Places    map[string]problem.Place // by path, sections and items too
	Lists     map[string]int           // how many items each list has, by path
	Variables map[string]bool          // that the file names in ${…}
	Problems  problem.Problems
}

// Value is the text that a key was given.
type Value struct {
	Text    string // after ${NAME} was replaced
	Written string // before
}

// New is the document of no file at all.
func New() *Document {
	return &Document{
		Values:    map[string]Value{},
		Places:    map[string]problem.Place{},
		Lists:     map[string]int{},
		Variables: map[string]bool{},
	}
}

// Read reads a file; environ has the variables that it may name. What is wrong
// is in Problems. ok is false when there is no telling what the file says.
func Read(file string, shape Shape, environ map[string]string) (d *Document, ok bool) {
	data, err := bounded.ReadFile(file, maxFile)
	if err != nil {
		return unread(file, err)
	}
	return Parse(file, data, shape, environ)
}

// unread is the document of a file that cannot be read.
func unread(file string, err error) (*Document, bool) {
	d := New()
	d.Problems.Add(problem.Place{File: file}, "%s", problem.Unreadable(err))
	return d, false
}

// Parse is Read for the bytes of a file.
func Parse(file string, data []byte, shape Shape, environ map[string]string) (d *Document, ok bool) {
	if len(data) > maxFile {
		return unread(file, &bounded.TooLargeError{Most: maxFile})
	}
	r := reader{Document: New(), file: file, shape: shape, environ: environ}
	return r.Document, r.readYAML(bytes.TrimPrefix(data, []byte("\ufeff")))
}

// reader fills a document.
type reader struct {
	*Document
	file    string
	shape   Shape
	environ map[string]string
}

// The file is parsed by goccy/go-yaml and walked here. Its strict decoder stops
// at the first unknown key, knows no nearest one, and its errors quote lines of
// the file, secrets included.

// readYAML reads one YAML document. It returns false when there is no telling
// what it says; one problem at least is noted then.
func (r *reader) readYAML(data []byte) bool {
	if !r.shallow(data) {
		return false
	}
	// Keys that are there twice are ours to find: the parser stops at the first.
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.syntax(data, err)
		return false
	}
	var bodies []ast.Node
	for _, document := range file.Docs {
		if document.Body != nil {
			bodies = append(bodies, document.Body)
		}
	}
	switch len(bodies) {
	case 0:
		r.Problems.Add(problem.Place{File: r.file}, "is empty; %s shows every key", r.shape.Example)
		return false
	case 1:
		r.read("", r.placeOf("", bodies[0]), bodies[0])
		return true
	default:
		r.Problems.Add(r.placeOf("", bodies[1]), "a second document begins here; one file holds one")
		return false
	}
}

var (
	tabbed   = regexp.MustCompile(`^ *\t`)
	unquoted = regexp.MustCompile("^[ -]*[a-z_]+: +[*&@%!`]")
)

// syntax notes what stops the parser, and what most often does: tabs, and
// values that begin with a character that YAML keeps for itself.
func (r *reader) syntax(data []byte, err error) {
	lines := bytes.Split(data, []byte("\n"))
	tabs := false
	for i, line := range lines {
		if indent := tabbed.Find(line); indent != nil {
			tabs = true
			r.Problems.Add(problem.Place{File: r.file, Line: i + 1, Column: len(indent)},
				"is indented with a tab; YAML wants spaces")
		}
	}
	if tabs {
		return // whatever else the parser says follows from them
	}
	at, text := problem.Place{File: r.file}, "is not YAML"
	if broken, ok := errors.AsType[*yaml.SyntaxError](err); ok {
		text = broken.GetMessage() // err.Error() has an excerpt of the file, which may hold a secret
		if p := broken.GetToken().Position; p != nil {
			at.Line, at.Column = p.Line, p.Column
		}
	}
	if at.Line > 0 && at.Line <= len(lines) && unquoted.Match(lines[at.Line-1]) {
		text += "; put the value in quotes"
	}
	r.Problems.Add(at, "%s", text)
}

// placeOf returns where a node stands.
func (r *reader) placeOf(path string, node ast.Node) problem.Place {
	at := problem.Place{File: r.file, Key: path}
	if token := node.GetToken(); token != nil && token.Position != nil {
		at.Line, at.Column = token.Position.Line, token.Position.Column
	}
	return at
}

// reserved is said of YAML's own devices, which mostly come by accident: a
// password that begins with one of their characters.
const reserved = "anchors, aliases and tags of YAML are not read here; " +
	"put a value that begins with &, * or ! in quotes"

// read reads what stands at a path: the value of a key, the keys of a section,
// or the items of a list. Null is as good as nothing.
func (r *reader) read(path string, at problem.Place, node ast.Node) {
	switch node.(type) {
	case *ast.NullNode:
		return
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		r.Problems.Add(at, reserved)
		return
	}
	general := Pattern(path)
	if k, ok := r.shape.find(general); ok {
		r.readValue(k, path, at, node)
		return
	}
	if r.shape.isList(general) {
		r.readList(path, at, node)
		return
	}
	section, ok := node.(ast.MapNode)
	if !ok {
		r.Problems.Add(r.placeOf(path, node), "wants keys below it, each as name: value")
		return
	}
	for entries := section.MapRange(); entries.Next(); {
		name := entries.Key().GetToken().Value
		path := join(path, name)
		at := r.placeOf(path, entries.Key())
		first, twice := r.Places[path]
		switch {
		case !r.shape.knows(join(general, name)):
			r.Problems.Add(at, "unknown key; %s", r.shape.suggest(path))
		case twice:
			r.Problems.Add(at, "is there twice; first in line %d", first.Line)
		default:
			r.Places[path] = at
			r.read(path, at, entries.Value())
		}
	}
}

// readList reads the items of a list.
func (r *reader) readList(path string, at problem.Place, node ast.Node) {
	list, ok := node.(*ast.SequenceNode)
	if !ok {
		r.Problems.Add(at, "wants a list: - before the first key of each")
		return
	}
	for i, item := range list.Values {
		path := At(path+"[]", i)
		r.Places[path] = r.placeOf(path, item)
		r.read(path, r.Places[path], item)
	}
	r.Lists[path] = len(list.Values)
}

// readValue reads the value of a key.
func (r *reader) readValue(k Key, path string, at problem.Place, node ast.Node) {
	switch node := node.(type) {
	case *ast.StringNode:
		r.readText(k, path, at, node.Value)
	case *ast.LiteralNode:
		r.readText(k, path, at, node.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		if k.Text { // a number would come out as YAML reads it: 0123 as 83
			r.Problems.Add(at, "wants text; put the value in quotes")
			return
		}
		text := node.GetToken().Value
		r.Values[path] = Value{Text: text, Written: text}
	default:
		r.Problems.Add(at, "wants one value, not a list or keys")
	}
}
