package config

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"regexp"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// readFile reads the draft's file. It returns false when there is no telling
// what the file says; one mistake at least is noted then.
func (d *draft) readFile() bool {
	data, err := os.ReadFile(d.file)
	if err != nil {
		d.mistakes.add(place{file: d.file}, "%s", unreadable(err))
		return false
	}
	return d.readYAML(bytes.TrimPrefix(data, []byte("\ufeff")))
}

// unreadable says why a file cannot be read, without naming it again.
func unreadable(err error) string {
	var path *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file"
	case errors.Is(err, fs.ErrPermission):
		return "may not be read by this user; check its owner and mode"
	case errors.As(err, &path):
		return "cannot be read: " + path.Err.Error()
	default:
		return "cannot be read: " + err.Error()
	}
}

// readYAML reads one YAML document.
func (d *draft) readYAML(data []byte) bool {
	// Keys that are there twice are ours to find: the parser stops at the first.
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		d.syntax(data, err)
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
		d.mistakes.add(place{file: d.file}, "is empty; config.example.yaml shows every key")
		return false
	case 1:
		d.section("", bodies[0])
		return true
	default:
		at := d.place("", bodies[1])
		d.mistakes.add(at, "a second document begins here; one file holds one")
		return false
	}
}

var (
	tabbed   = regexp.MustCompile(`^ *\t`)
	unquoted = regexp.MustCompile("^[ -]*[a-z_]+: +[*&@%!`]")
)

// syntax notes what stops the parser, and what most often does: tabs, and
// values that begin with a character that YAML keeps for itself. The parser's
// message is told, its excerpt of the file is not: it may hold a secret.
func (d *draft) syntax(data []byte, err error) {
	at := place{file: d.file}
	text := "is not YAML"
	if broken, ok := errors.AsType[*yaml.SyntaxError](err); ok {
		text = broken.GetMessage()
		if p := broken.GetToken().Position; p != nil {
			at.line, at.column = p.Line, p.Column
		}
	}
	lines := bytes.Split(data, []byte("\n"))
	if d.tabs(lines) {
		return
	}
	if at.line > 0 && at.line <= len(lines) && unquoted.Match(lines[at.line-1]) {
		text += "; put the value in quotes"
	}
	d.mistakes.add(at, "%s", text)
}

// tabs notes every line that is indented with one.
func (d *draft) tabs(lines [][]byte) (found bool) {
	for i, line := range lines {
		if indent := tabbed.Find(line); indent != nil {
			d.mistakes.add(place{file: d.file, line: i + 1, column: len(indent)}, "is indented with a tab; YAML wants spaces")
			found = true
		}
	}
	return found
}
