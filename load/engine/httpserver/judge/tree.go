package judge

import (
	"regexp"
	"strings"
)

// outside are functions that reach beyond the store, although they may be
// called in read-only mode: files, other hosts, tables by a name that is only
// known when they run.
var outside = []string{
	"file", "catboostevaluate", "hascolumnintable", "joinget", "joingetornull", "naivebayesclassifier",
}

// inside are the table functions that stay within the engine.
var inside = map[string]bool{
	"numbers": true, "numbers_mt": true, "zeros": true, "zeros_mt": true, "primes": true,
	"generateseries": true, "generate_series": true, "values": true, "sqlstandardvalues": true,
	"null": true, "view": true,
	"differences": true, // the warehouse's view with parameters; the engine has no function of this name
}

// A client chooses the names in a tree and may put line breaks into them. So a
// tree may show more than there is, but never less; therefore every test looks for
// what must not be there.
var (
	tableFunction  = regexp.MustCompile(`table_function_name: (\w*)`)
	settingsClause = regexp.MustCompile(`(?m)^\s*Set\s*$`)
)

// Syntax looks through a syntax tree. SETTINGS in a statement win over those
// of its session: with a value in a subquery, and with DEFAULT anywhere, the
// engine (26.5) does not check whether they are allowed.
func Syntax(tree string) error {
	if settingsClause.MatchString(tree) {
		return Refuse("SETTINGS could lift the bounds; settings go into the URL")
	}
	return nil
}

// Query looks through a query tree before any pass.
func Query(tree string) error {
	tree = strings.ToLower(tree)
	for _, name := range outside {
		// A function is called, or handed to another one by its name.
		if strings.Contains(tree, "function_name: "+name+",") ||
			strings.Contains(tree, "identifier: "+name+"\n") {
			return Refuse("the function " + name + " reaches beyond the warehouse")
		}
	}
	for _, match := range tableFunction.FindAllStringSubmatch(tree, -1) {
		if !inside[match[1]] {
			return Refuse("the table function " + match[1] + " reaches beyond the warehouse")
		}
	}
	switch {
	case strings.Contains(tree, "identifier: default."):
		return Refuse("the database default is none; its tables are files")
	case strings.Contains(tree, "stack_trace"):
		return Refuse("system.stack_trace would interrupt every thread of the exporter")
	}
	return nil
}
