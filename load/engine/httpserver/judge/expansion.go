package judge

import (
	"slices"
	"strings"
)

// The engine puts the whole of a common table expression, an alias or a lambda in
// the place of each of its names, and every column in the place of a *. So a few
// lines of SQL become a tree of millions of nodes, and neither max_execution_time
// nor KILL QUERY ends the work on it (26.5). Here the nodes are counted without
// making them, and rather too many than too few.
const (
	maxExpanded = 20_000 // nodes that a statement may become; the engine takes about a second for them
	maxColumns  = 1_000  // columns of one query; the work grows with their square

	perQuery     = 10  // nodes that a subquery costs, besides those in it
	perTable     = 20  // nodes of a table, besides the words of a view's definition
	tableColumns = 100 // of a table, about as many as the widest has
)

// expansion counts what the nodes of one tree become.
type expansion struct {
	root    *treeNode
	ctes    map[string][]*treeNode               // by name
	aliases map[*treeNode]map[string][]*treeNode // by the query that they stand in, and name
	counts  map[countKey]int                     // done; busy in work
	queries []*treeNode                          // from the outermost on
	filters int                                  // nodes that every reading of a table has more
	weights Weights
}

// countKey is one thing that is counted once.
type countKey struct {
	what string
	node *treeNode
	name string
}

const busy = -1

// Size refuses a query tree that would become too large. Filters are the nodes of all
// conditions that are added to the readings of tables; weights say what tables cost.
func Size(text string, filters int, weights Weights) error {
	e, err := newExpansion(text, filters, weights)
	if err != nil {
		return err
	}
	for _, q := range e.queries {
		if e.columns(q) > maxColumns {
			return tooLarge("with every * written out, it has more than %d columns", maxColumns)
		}
	}
	if e.nodes(e.root) > maxExpanded {
		return tooLarge("with every name of a subquery, an alias or a lambda written out, "+
			"and with its filters at every table, it has more than %d parts", maxExpanded)
	}
	return nil
}

// newExpansion reads a tree, and notes what its names mean.
func newExpansion(text string, filters int, weights Weights) (*expansion, error) {
	root, err := parseTree(text)
	if err != nil {
		return nil, err
	}
	e := &expansion{
		root: root, ctes: map[string][]*treeNode{}, aliases: map[*treeNode]map[string][]*treeNode{},
		counts: map[countKey]int{}, filters: min(filters, maxExpanded), weights: weights,
	}
	e.note(root)
	return e, nil
}

// note notes what the names of a node and of those below it mean.
func (e *expansion) note(n *treeNode) {
	if n.cte != "" {
		e.ctes[n.cte] = append(e.ctes[n.cte], n)
	}
	if q := n.query(); n.alias != "" && q != nil && !n.isTable() {
		if e.aliases[q] == nil {
			e.aliases[q] = map[string][]*treeNode{}
		}
		e.aliases[q][n.alias] = append(e.aliases[q][n.alias], n)
	}
	if n.kind == "QUERY" {
		e.queries = append(e.queries, n)
	}
	for _, c := range n.children {
		e.note(c)
	}
}

// once counts a thing, or looks it up. What contains itself is too large.
func (e *expansion) once(key countKey, count func() int) int {
	if n, ok := e.counts[key]; ok {
		if n == busy {
			return maxExpanded + 1
		}
		return n
	}
	e.counts[key] = busy
	n := min(count(), maxExpanded+1) // so that nothing overflows
	e.counts[key] = n
	return n
}

// isBusy says whether a node is being counted.
func (e *expansion) isBusy(n *treeNode) bool {
	return e.counts[countKey{"nodes", n, ""}] == busy || e.counts[countKey{"width", n, ""}] == busy
}

// nodes is what a node becomes, with all below it.
func (e *expansion) nodes(n *treeNode) int {
	return e.once(countKey{"nodes", n, ""}, func() int {
		below := 0
		for _, c := range n.children {
			below = min(below+e.nodes(c), maxExpanded+1)
		}
		switch {
		case n.label != "":
			return below
		case n.kind == "QUERY":
			return perQuery + below
		case n.kind == "IDENTIFIER" && n.isTable():
			if q := e.cte(n); q != nil {
				return e.nodes(q)
			}
			return e.table(n.identifier)
		case n.kind == "TABLE_FUNCTION":
			return 1 + below + e.table(n.table)
		case n.kind == "IDENTIFIER":
			return 1 + e.most(e.named(n, n.identifier), e.nodes, e.width(n))
		case n.kind == "MATCHER":
			return max(e.columns(n), e.widthOfAll(n)) * (1 + below)
		case n.kind == "FUNCTION":
			lambdas := e.named(n, n.function)
			return e.member(n) + e.most(lambdas, e.nodes, 0) + (1+below)*max(1, e.most(lambdas, e.uses, 1))
		}
		return 1 + below
	})
}

// table is how many nodes a table or view becomes.
func (e *expansion) table(name string) int {
	w := e.weights.of(name)
	return min(perTable+w.Words+min(w.Readings, maxExpanded)*e.filters, maxExpanded+1)
}

// member is what the table costs whose name is the second argument of an IN; 0 for none.
func (e *expansion) member(n *treeNode) int {
	of := n.items("ARGUMENTS")
	if len(of) != 2 || of[1].kind != "IDENTIFIER" || !member.MatchString(n.function) {
		return 0
	}
	if _, known := e.weights[lastName(of[1].identifier)]; !known {
		return 0
	}
	return e.table(of[1].identifier)
}

// uses is how often a lambda's arguments are in it.
func (e *expansion) uses(lambda *treeNode) int {
	var arguments []string
	for _, argument := range lambda.items("ARGUMENTS") {
		arguments = append(arguments, argument.identifier)
	}
	uses := 0
	for _, n := range lambda.under("EXPRESSION") {
		uses += e.usesIn(n, arguments)
	}
	return uses
}

// usesIn is how often some arguments are in a node.
func (e *expansion) usesIn(n *treeNode, arguments []string) int {
	return e.once(countKey{"uses", n, strings.Join(arguments, ",")}, func() int {
		first, _, _ := strings.Cut(n.identifier, ".")
		if n.kind == "IDENTIFIER" && slices.Contains(arguments, first) {
			return 1
		}
		uses := 0
		for _, c := range n.children {
			uses = min(uses+e.usesIn(c, arguments), maxExpanded+1)
		}
		in := func(n *treeNode) int { return e.usesIn(n, arguments) }
		uses += e.most(e.named(n, n.identifier), in, 0)
		return uses * max(1, e.most(e.named(n, n.function), e.uses, 1))
	})
}

// most is the largest count of some nodes, or the other where there are none.
func (e *expansion) most(of []*treeNode, count func(*treeNode) int, other int) int {
	if len(of) == 0 {
		return other
	}
	most := 0
	for _, n := range of {
		most = max(most, count(n))
	}
	return most
}

// cte is the common table expression that a table's name means; nil for none. The
// innermost one counts that does not contain the name.
func (e *expansion) cte(n *treeNode) *treeNode {
	var found *treeNode
	for _, q := range e.ctes[n.identifier] {
		switch {
		case n.within(q):
		case found == nil, n.within(q.query()) && (!n.within(found.query()) || q.query().within(found.query())):
			found = q
		}
	}
	return found
}

// named are what a name in an expression means: aliases in the same query, or else in
// the next one around it that has some, or a common table expression.
func (e *expansion) named(n *treeNode, name string) []*treeNode {
	if name == "" {
		return nil
	}
	first, _, _ := strings.Cut(name, ".")
	for q := n.query(); q != nil; q = q.query() {
		var found []*treeNode
		for _, name := range []string{name, first} {
			for _, other := range e.aliases[q][name] {
				// An alias further out that is made of this name is not what it means.
				if !n.within(other) && (q == n.query() || !e.isBusy(other)) {
					found = append(found, other)
				}
			}
		}
		if found != nil {
			return found
		}
	}
	if q := e.cte(&treeNode{identifier: name, parent: n}); q != nil {
		return []*treeNode{q}
	}
	return nil
}

// columns is how many columns a query has, or how many take the place of a *.
func (e *expansion) columns(n *treeNode) int {
	return e.once(countKey{"columns", n, ""}, func() int {
		columns := 0
		switch n.kind {
		case "QUERY":
			for _, item := range n.items("PROJECTION") {
				if item.kind == "MATCHER" {
					columns += e.columns(item)
				} else {
					columns++
				}
			}
		case "UNION":
			return e.most(n.items("QUERIES"), e.columns, 0)
		case "MATCHER":
			for _, table := range n.query().tables() {
				columns += e.columns(table)
			}
		case "IDENTIFIER":
			if q := e.cte(n); q != nil {
				return e.columns(q)
			}
			return tableColumns
		default: // a table function
			for _, c := range n.children {
				columns += e.nodes(c)
			}
			return max(columns, 2)
		}
		return columns
	})
}
