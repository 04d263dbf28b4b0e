package judge

import (
	"regexp"
	"strings"
)

// The type of (x, x) is twice as long as that of x, and so on with every query around
// it. A width is how many simple types are in the type of an expression, and rather
// too many than too few.

// scalar are functions whose result is a number, a time or a text whatever they get.
var scalar = regexp.MustCompile(`(?i)^(count|sum|avg|uniq|quantile|median|stddev|var|corr)(exact|hll12|combined|pop|samp)?(if)?$|` +
	`^(divide|intDiv|modulo|round|floor|ceil|equals|notEquals|less|greater|lessOrEquals|greaterOrEquals|and|or|not|` +
	`in|notIn|like|ilike|isNull|isNotNull|length|empty|notEmpty|lower|upper|substring|dateDiff|formatDateTime|` +
	`to(String|Date|DateTime|DateTime64|Int\d+|UInt\d+|Float\d+|StartOf\w+|Hour|Minute|Month|Year|DayOfWeek))$`)

// alike are functions whose result is no wider than the widest of what they get.
var alike = regexp.MustCompile(`(?i)^(plus|minus|multiply|negate|abs|if|multiIf|ifNull|coalesce|nullIf|assumeNotNull|` +
	`toNullable|greatest|least|(min|max|any|anyLast|argMin|argMax)(if)?)$`)

// width is that of the value of an expression.
func (e *expansion) width(n *treeNode) int {
	return e.once(countKey{"width", n, ""}, func() int {
		switch n.kind {
		case "CONSTANT":
			return 1
		case "IDENTIFIER":
			if found := e.named(n, n.identifier); found != nil {
				return e.most(found, e.width, 1)
			}
			widest := 1
			for _, table := range n.sources() {
				widest = max(widest, e.column(table, n.identifier))
			}
			return widest
		case "MATCHER":
			return e.nodes(n)
		case "FUNCTION":
			if scalar.MatchString(n.function) {
				return 1
			}
			if alike.MatchString(n.function) {
				return e.most(n.items("ARGUMENTS"), e.width, 1)
			}
		}
		width := 1
		for _, c := range n.children {
			width = min(width+e.width(c), maxExpanded+1)
		}
		return width * max(1, e.most(e.named(n, n.function), e.width, 1))
	})
}

// widthOfAll is that of all columns which take the place of a *.
func (e *expansion) widthOfAll(matcher *treeNode) int {
	width := 0
	for _, table := range matcher.query().tables() {
		width = min(width+e.column(table, "*"), maxExpanded+1)
	}
	return width
}

// bare is a name that no expression without an alias has.
var bare = regexp.MustCompile(`^[\w.]+$`)

// column is the width of a table's column, or, of *, that of all.
func (e *expansion) column(table *treeNode, name string) int {
	return e.once(countKey{"column", table, name}, func() int {
		switch table.kind {
		case "IDENTIFIER":
			if q := e.cte(table); q != nil {
				return e.column(q, name)
			}
			return 1
		case "UNION":
			return e.most(table.items("QUERIES"), func(q *treeNode) int { return e.column(q, name) }, 1)
		case "QUERY":
			return e.columnOf(table, name)
		}
		return max(1, e.nodes(table)-e.table(table.table)) // a table function: what it is given
	})
}

// columnOf is column of a query.
func (e *expansion) columnOf(query *treeNode, name string) int {
	widest, all := 1, 0
	for _, item := range query.items("PROJECTION") {
		means := false // whether the name may mean this item
		for _, part := range append(strings.Split(name, "."), name) {
			means = means || part == lastPart(item)
		}
		width := 1
		switch {
		case name == "*":
			width = e.width(item)
		case item.kind == "MATCHER":
			for _, table := range query.tables() {
				width = max(width, e.column(table, name))
			}
			for _, transformer := range item.children {
				width = min(width*e.width(transformer), maxExpanded+1)
			}
		case means || item.alias == "" && item.kind != "IDENTIFIER" && !bare.MatchString(name):
			width = e.width(item)
		}
		widest, all = max(widest, width), min(all+width, maxExpanded+1)
	}
	if name == "*" {
		return all
	}
	return widest
}

// lastPart is what an item of a projection is called by others; "" for an expression.
func lastPart(item *treeNode) string {
	if item.alias != "" {
		return item.alias
	}
	return item.identifier[strings.LastIndexByte(item.identifier, '.')+1:]
}
