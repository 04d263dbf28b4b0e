package ddl_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"callrecords/load/ddl"
	"callrecords/schema"
)

// In a template, {NAME} is a table or view before it is an argument: an argument
// of such a name would never be put in, and the statement would read the table.
// Only an engine would notice.
func TestNoArgumentHasTheNameOfATableOrView(t *testing.T) {
	t.Parallel()
	objects := ddl.Objects([]schema.Family{schema.CallRecords}, nil)
	names := slices.Concat(objects.Public, objects.Inner)
	for _, table := range objects.Tables {
		names = append(names, table.Name)
	}
	// What the scan must find at least: else it looks at the wrong place.
	seen := 0
	err := filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, argument := range arguments(file) {
			seen++
			name, err := strconv.Unquote(argument.Value)
			if err != nil {
				return err
			}
			if slices.Contains(names, name) {
				t.Errorf("%s: got the argument %q, want a name that no table or view has",
					files.Position(argument.Pos()), name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 50 {
		t.Errorf("got %d arguments in the sources, want at least 50", seen)
	}
}

// arguments are the keys of all literals of type db.Args, and those that are set
// on a variable called args.
func arguments(file *ast.File) (keys []*ast.BasicLit) {
	add := func(key ast.Expr) {
		if literal, ok := key.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			keys = append(keys, literal)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			name := ""
			switch kind := n.Type.(type) {
			case *ast.Ident: // in package db
				name = kind.Name
			case *ast.SelectorExpr:
				name = kind.Sel.Name
			}
			for _, element := range n.Elts {
				if pair, ok := element.(*ast.KeyValueExpr); ok && name == "Args" {
					add(pair.Key)
				}
			}
		case *ast.IndexExpr:
			if on, ok := n.X.(*ast.Ident); ok && on.Name == "args" {
				add(n.Index)
			}
		}
		return true
	})
	return keys
}
