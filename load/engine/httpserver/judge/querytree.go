package judge

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

// treeNode is a line of EXPLAIN QUERY TREE: a node of the query, or a label that
// says what its children are to their parent.
type treeNode struct {
	kind       string // such as QUERY or IDENTIFIER; "" for a label
	label      string // such as JOIN TREE; "" for a node
	alias      string
	cte        string
	identifier string // of an IDENTIFIER, or the table of a MATCHER; "" for none
	function   string
	table      string // the name of a TABLE_FUNCTION: a view with parameters is asked for like one
	parent     *treeNode
	children   []*treeNode
	indent     int
}

var (
	nodeLine  = regexp.MustCompile(`^( *)([A-Z_][A-Z_ ]*) id: (\d+)((?:, .*)?)$`)
	labelLine = regexp.MustCompile(`^( *)([A-Z_]+(?: [A-Z_]+)*)(?: .*)?$`)
	attribute = regexp.MustCompile(`, ([a-z_]+): `)
)

// errTree refuses what cannot be told from its tree.
var errTree = engine.Exceptionf(proto.ErrAccessDenied, "Not enough privileges: "+
	"the statement's names cannot be told apart; give them letters and digits only.")

// parseTree reads a query tree. A client chooses the names in it, and a name with
// line breaks could pass for lines of the tree; but then either the numbers of the
// nodes or the steps of the indentation do not fit, and the tree is refused.
func parseTree(text string) (*treeNode, error) {
	root := &treeNode{kind: "ROOT", indent: -2}
	last, next := root, 0
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" {
			continue
		}
		n := &treeNode{}
		if found := nodeLine.FindStringSubmatch(line); found != nil {
			if found[3] != strconv.Itoa(next) {
				return nil, errTree
			}
			next++
			n.indent, n.kind = len(found[1]), found[2]
			n.read(found[4])
		} else if found := labelLine.FindStringSubmatch(line); found != nil {
			n.indent, n.label = len(found[1]), found[2]
		} else {
			return nil, errTree
		}
		for last.indent >= n.indent {
			last = last.parent
		}
		labels := n.label != "" && last.label != "" && last.label != "REPLACEMENTS"
		if n.indent != last.indent+2 || labels || last == root && len(root.children) > 0 {
			return nil, errTree
		}
		n.parent = last
		last.children = append(last.children, n)
		last = n
	}
	return root, nil
}

// read takes a node's attributes.
func (n *treeNode) read(text string) {
	if n.kind == "CONSTANT" {
		text, _, _ = strings.Cut(text, ", constant_value: ") // its text may look like anything
	}
	at := attribute.FindAllStringSubmatchIndex(text, -1)
	for i, found := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		switch value := text[found[1]:end]; text[found[2]:found[3]] {
		case "alias":
			n.alias = value
		case "cte_name":
			n.cte = value
		case "identifier", "qualified_identifier":
			n.identifier = value
		case "function_name":
			n.function = value
		case "table_function_name":
			n.table = value
		}
	}
}

// isQuery says whether a node is a query or a union of some.
func (n *treeNode) isQuery() bool { return n.kind == "QUERY" || n.kind == "UNION" }

// under are the nodes below a node's label; none for none.
func (n *treeNode) under(label string) []*treeNode {
	for _, c := range n.children {
		if c.label == label {
			return c.children
		}
	}
	return nil
}

// items are the nodes in the list below a node's label.
func (n *treeNode) items(label string) []*treeNode {
	var items []*treeNode
	for _, list := range n.under(label) {
		if list.kind == "LIST" {
			items = append(items, list.children...)
		} else {
			items = append(items, list)
		}
	}
	return items
}

// query is the query that a node stands in; nil for none, as in a tree of another
// statement. A nil node has no tables.
func (n *treeNode) query() *treeNode {
	for q := n.parent; q != nil; q = q.parent {
		if q.kind == "QUERY" {
			return q
		}
	}
	return nil
}

// within says whether a node is an ancestor or the node itself.
func (n *treeNode) within(ancestor *treeNode) bool {
	for ; n != nil; n = n.parent {
		if n == ancestor {
			return true
		}
	}
	return false
}

// isTable says whether a node stands where a query takes its rows from.
func (n *treeNode) isTable() bool {
	switch n.parent.label {
	case "JOIN TREE", "TABLE EXPRESSION", "LEFT TABLE EXPRESSION", "RIGHT TABLE EXPRESSION":
		return true
	}
	return false
}

// tables are the nodes that a query takes its rows from.
func (n *treeNode) tables() []*treeNode {
	if n == nil {
		return nil
	}
	var tables []*treeNode
	var walk func(nodes []*treeNode)
	walk = func(nodes []*treeNode) {
		for _, c := range nodes {
			switch {
			case c.isQuery() || c.kind == "IDENTIFIER" || c.kind == "TABLE_FUNCTION":
				tables = append(tables, c)
			default: // a join
				for _, side := range c.children {
					if strings.HasSuffix(side.label, "TABLE EXPRESSION") {
						walk(side.children)
					}
				}
			}
		}
	}
	walk(n.under("JOIN TREE"))
	return tables
}

// sources are the tables whose columns an expression may use: those of its query,
// and of the queries around that one, unless it is where they take their rows from.
func (n *treeNode) sources() []*treeNode {
	var sources []*treeNode
	for q := n.query(); q != nil; q = q.query() {
		clause := n
		for clause.parent != q {
			clause = clause.parent
		}
		if n.query() == q || clause.label != "WITH" && clause.label != "JOIN TREE" {
			for _, table := range q.tables() {
				if !n.within(table) { // the arguments of a table function are not made of its columns
					sources = append(sources, table)
				}
			}
		}
	}
	return sources
}
