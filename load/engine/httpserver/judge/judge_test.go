package judge

import (
	"strings"
	"testing"
)

func TestTreesAreJudgedByWhatMustNotBeThere(t *testing.T) {
	t.Parallel()
	const plus, file = "function_name: plus, function_type: ordinary", "function_name: file, function_type: ordinary"
	for name, c := range map[string]struct {
		judge func(string) error
		tree  string
		fine  bool
	}{
		"function":                {Query, "FUNCTION id: 1, " + plus + "\n", true},
		"file":                    {Query, "FUNCTION id: 1, " + file + "\n", false},
		"file behind an alias":    {Query, "FUNCTION id: 1, alias: a, " + plus + ", " + file + "\n", false},
		"file on a line of alias": {Query, "FUNCTION id: 1, alias: \n, " + file + "\n", false},
		"file by its name":        {Query, "IDENTIFIER id: 1, identifier: file\n", false},
		"column file":             {Query, "IDENTIFIER id: 1, identifier: t.file\n", true},
		"database default":        {Query, "IDENTIFIER id: 1, identifier: default.x\n", false},
		"table function": {
			Query, "TABLE_FUNCTION id: 1, alias: p, table_function_name: numbers\n", true,
		},
		"url behind an alias": {Query,
			"TABLE_FUNCTION id: 1, alias: table_function_name: numbers, table_function_name: url\n", false},
		"alias that is like one": {Query,
			"TABLE_FUNCTION id: 1, alias: table_function_name: , table_function_name: numbers\n", false},
		"settings":           {Syntax, "SelectQuery\n   Set\n", false},
		"settings alone":     {Syntax, "Set", false},
		"identifier of Set":  {Syntax, "Identifier Set\n", true},
		"line that has more": {Syntax, "SelectQuery (children 2)\n Settings\n", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := c.judge(c.tree)
			if got := err == nil; got != c.fine {
				t.Errorf("got %v, want fine: %t, of %q", err, c.fine, c.tree)
			}
		})
	}
}

// A tree is counted or refused, whatever its lines are, and no count is below the
// number of its nodes.
func FuzzTreesAreCountedOrRefused(f *testing.F) {
	for _, tree := range []string{
		"QUERY id: 0\n  PROJECTION\n    LIST id: 1, nodes: 1\n      MATCHER id: 2, matcher_type: ASTERISK\n" +
			"  JOIN TREE\n    IDENTIFIER id: 3, identifier: t\n",
		"QUERY id: 0\n  WITH\n    LIST id: 1, nodes: 1\n      QUERY id: 2, is_cte: 1, cte_name: a\n        JOIN TREE\n" +
			"          IDENTIFIER id: 3, identifier: a\n  JOIN TREE\n    IDENTIFIER id: 4, alias: x, identifier: a\n",
		"QUERY id: 0\n  PROJECTION\n    LIST id: 1, nodes: 1\n      FUNCTION id: 2, alias: f, function_name: f\n",
		"LAMBDA id: 0, alias: f\n  EXPRESSION \n    FUNCTION id: 1, function_name: f\n",
		"UNION id: 0\n  QUERIES\n    LIST id: 1, nodes: 0\n", "MATCHER id: 0", "X", "",
	} {
		f.Add(tree)
	}
	f.Fuzz(func(t *testing.T, tree string) {
		if Size(tree, 0, nil) == nil && strings.Count(tree, " id: ") > maxExpanded {
			t.Errorf("got a tree of %d nodes served", strings.Count(tree, " id: "))
		}
	})
}
