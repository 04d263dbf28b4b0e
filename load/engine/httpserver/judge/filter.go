package judge

import (
	"regexp"
	"slices"
)

// A condition that is added to the readings of a table is worked on once per reading, in
// subqueries and behind views, too. One that reads a table itself would be added to its
// own reading; two that read each other's tables double with every round.

// filterNodes are what a condition may be made of; then it reads no table.
var filterNodes = []string{"LIST", "FUNCTION", "CONSTANT", "IDENTIFIER", "LAMBDA"}

// member are the functions whose second argument may be the name of a table.
var member = regexp.MustCompile(`(?i)^(global)?(not)?(null)?in(ignoreset)?$`)

// errFilter refuses a condition that is none.
var errFilter = Refuse("a condition of additional_table_filters is of columns, values and functions, " +
	"without a subquery")

// Filter judges a condition by the tree of SELECT * FROM (SELECT 1 WHERE (condition)),
// and says how many nodes it becomes.
func Filter(text string) (nodes int, err error) {
	e, err := newExpansion(text, 0, nil)
	if err != nil {
		return 0, err
	}
	if len(e.queries) != 2 || len(e.queries[1].items("WHERE")) != 1 {
		return 0, errFilter
	}
	condition := e.queries[1].items("WHERE")[0]
	if !ofColumns(condition) {
		return 0, errFilter
	}
	return e.nodes(condition), nil
}

// ofColumns says whether an expression reads no table.
func ofColumns(n *treeNode) bool {
	if n.label == "" && !slices.Contains(filterNodes, n.kind) {
		return false
	}
	if n.kind == "FUNCTION" && member.MatchString(n.function) {
		if of := n.items("ARGUMENTS"); len(of) != 2 || of[1].kind == "IDENTIFIER" {
			return false
		}
	}
	return !slices.ContainsFunc(n.children, func(c *treeNode) bool { return !ofColumns(c) })
}
