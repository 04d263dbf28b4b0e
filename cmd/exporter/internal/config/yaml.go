package config

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"strconv"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// The file is parsed by goccy/go-yaml and walked here. Its strict decoder stops
// at the first unknown key, knows no nearest one, and its errors quote lines of
// the file, secrets included.

// readFile reads the file. It returns false when there is no telling what the
// file says; one problem at least is noted then.
func (r *rawConfig) readFile() bool {
	data, err := os.ReadFile(r.file)
	if err != nil {
		r.problems.add(place{file: r.file}, "%s", unreadable(err))
		return false
	}
	return r.readYAML(bytes.TrimPrefix(data, []byte("\ufeff")))
}

// unreadable says why a file cannot be read, without naming it again.
func unreadable(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file"
	case errors.Is(err, fs.ErrPermission):
		return "may not be read by this user; check its owner and mode"
	default:
		return "cannot be read: " + err.Error()
	}
}

// readYAML reads one YAML document.
func (r *rawConfig) readYAML(data []byte) bool {
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
		r.problems.add(place{file: r.file}, "is empty; config.example.yaml shows every key")
		return false
	case 1:
		r.read("", r.placeOf("", bodies[0]), bodies[0])
		return true
	default:
		r.problems.add(r.placeOf("", bodies[1]), "a second document begins here; one file holds one")
		return false
	}
}

var (
	tabbed   = regexp.MustCompile(`^ *\t`)
	unquoted = regexp.MustCompile("^[ -]*[a-z_]+: +[*&@%!`]")
)

// syntax notes what stops the parser, and what most often does: tabs, and
// values that begin with a character that YAML keeps for itself.
func (r *rawConfig) syntax(data []byte, err error) {
	lines := bytes.Split(data, []byte("\n"))
	tabs := false
	for i, line := range lines {
		if indent := tabbed.Find(line); indent != nil {
			tabs = true
			r.problems.add(place{file: r.file, line: i + 1, column: len(indent)},
				"is indented with a tab; YAML wants spaces")
		}
	}
	if tabs {
		return // whatever else the parser says follows from them
	}
	at, text := place{file: r.file}, "is not YAML"
	if broken, ok := errors.AsType[*yaml.SyntaxError](err); ok {
		text = broken.GetMessage() // err.Error() has an excerpt of the file, which may hold a secret
		if p := broken.GetToken().Position; p != nil {
			at.line, at.column = p.Line, p.Column
		}
	}
	if at.line > 0 && at.line <= len(lines) && unquoted.Match(lines[at.line-1]) {
		text += "; put the value in quotes"
	}
	r.problems.add(at, "%s", text)
}

// placeOf returns where a node stands.
func (r *rawConfig) placeOf(path string, node ast.Node) place {
	at := place{file: r.file, key: path}
	if token := node.GetToken(); token != nil && token.Position != nil {
		at.line, at.column = token.Position.Line, token.Position.Column
	}
	return at
}

// reserved is said of YAML's own devices, which mostly come by accident: a
// password that begins with one of their characters.
const reserved = "anchors, aliases and tags of YAML are not read here; " +
	"put a value that begins with &, * or ! in quotes"

// read reads what stands at a path: the value of a key, the keys of a section,
// or the list of tenants. Null leaves the defaults.
func (r *rawConfig) read(path string, at place, node ast.Node) {
	switch node.(type) {
	case *ast.NullNode:
		return
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		r.problems.add(at, reserved)
		return
	}
	general := pattern(path)
	if k, ok := find(general); ok {
		r.readValue(k, path, at, node)
		return
	}
	if isSection(general + "[]") {
		list, ok := node.(*ast.SequenceNode)
		if !ok {
			r.problems.add(at, "wants a list: - before the first key of each")
			return
		}
		for i, item := range list.Values {
			path := path + "[" + strconv.Itoa(i) + "]"
			r.places[path] = r.placeOf(path, item)
			r.read(path, r.places[path], item)
		}
		r.tenants = len(list.Values)
		return
	}
	section, ok := node.(ast.MapNode)
	if !ok {
		r.problems.add(r.placeOf(path, node), "wants keys below it, each as name: value")
		return
	}
	for entries := section.MapRange(); entries.Next(); {
		name := entries.Key().GetToken().Value
		path, general := join(path, name), join(general, name)
		at := r.placeOf(path, entries.Key())
		first, twice := r.places[path]
		_, isKey := find(general)
		switch {
		case !isKey && !isSection(general) && !isSection(general+"[]"):
			r.problems.add(at, "unknown key; %s", suggestKey(path))
		case twice:
			r.problems.add(at, "is there twice; first in line %d", first.line)
		default:
			r.places[path] = at
			r.read(path, at, entries.Value())
		}
	}
}

// readValue reads the value of a key.
func (r *rawConfig) readValue(k key, path string, at place, node ast.Node) {
	switch node := node.(type) {
	case *ast.StringNode:
		r.readText(path, at, node.Value)
	case *ast.LiteralNode:
		r.readText(path, at, node.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		if k.isText() { // a number would come out as YAML reads it: 0123 as 83
			r.problems.add(at, "wants text; put the value in quotes")
			return
		}
		text := node.GetToken().Value
		r.values[path] = value{text: text, written: text}
	default:
		r.problems.add(at, "wants one value, not a list or keys")
	}
}

// reference is ${NAME}, or what is to be taken for a plain ${ or for a problem.
var reference = regexp.MustCompile(`\$\$\{|\$\{(?:([A-Za-z_][A-Za-z0-9_]*)\})?`)

// readText replaces variables in a text: ${NAME} is the value of NAME, $${ is
// ${. What it puts in is not read again. os.Expand would replace $NAME too, and
// so break every password with a $ in it.
func (r *rawConfig) readText(path string, at place, written string) {
	ok := true
	text := reference.ReplaceAllStringFunc(written, func(found string) string {
		name := reference.FindStringSubmatch(found)[1]
		switch {
		case found == "$${":
			return "${"
		case name == "":
			ok = false
			r.problems.add(at, "has ${ without a variable's name and } after it; "+
				"write $${ for the characters themselves")
			return ""
		}
		r.referenced[name] = true
		text, set := r.environ[name]
		if !set {
			ok = false
			r.problems.add(at, "names the variable %s, which is not set", name)
		}
		return text
	})
	if ok {
		r.values[path] = value{text: text, written: written}
	}
}
