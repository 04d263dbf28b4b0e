package transform

import (
	"slices"
	"strings"

	"callrecords/schema"
)

// plan is what the columns compile into: a trie to walk while reading, and for
// every level the columns to append when one of its objects is closed.
type plan struct {
	roots  [levelCount]*node    // trie below an object of the level
	cells  [levelCount]int      // number of cells of the level
	marks  [levelCount]marks    // cells that are filled by the exporter
	append [levelCount][]target // columns to append at close
}

// marks are the cells of a level that do not come from the JSON.
type marks struct {
	position                 int
	tenant, load, exportedAt int
	id, version, start       int
	counted                  [tableCount]int
}

// target is a column of a table, and the cell that it takes its value from.
type target struct {
	table   int
	column  int
	cell    int
	kind    schema.Kind
	unknown bool // takes the level's properties without a column instead
}

// form is what the reader does at a node of the trie.
type form uint8

// The forms. A level is an array whose objects are of another level; a list
// is an array that stays inside one row.
const (
	object form = iota
	value
	list
	deeper
	identities
	typeName
)

// node is one property in the trie.
type node struct {
	form     form
	props    map[string]*node
	cell     int         // value, list of values, typeName, identities (the kind)
	kind     schema.Kind // value
	level    level       // deeper
	person   *node       // identities: the object below the kind
	endpoint int         // object: cell of its type, which is inferred when not sent; -1 elsewhere
	cells    []int       // list: the cells that get an item for each of its objects
	listed   bool        // value: of the last item of a list
	lax      bool        // object: properties that are not in the trie are none of ours
}

// compile makes the plan of the tables.
func compile(tables []schema.Table) *plan {
	p := &plan{}
	b := builder{plan: p, known: [levelCount]map[string]int{}}
	for l := range levelCount {
		p.roots[l] = newNode(object)
		b.known[l] = map[string]int{}
	}
	for l := participant; l < levelCount; l++ {
		b.nest(l)
	}
	for t, table := range tables {
		for c, column := range table.StoredColumns() {
			b.add(t, c, table, column)
		}
	}
	b.mark()
	return p
}

// arrayOf is the node of an array whose objects are of a level.
func arrayOf(l level) *node { return &node{form: deeper, level: l, cell: -1, endpoint: -1} }

func newNode(f form) *node {
	return &node{form: f, props: map[string]*node{}, cell: -1, endpoint: -1}
}

// builder is a plan in the making; known finds the cell of a source again, so
// that two tables share it.
type builder struct {
	plan  *plan
	known [levelCount]map[string]int
}

// nest hangs a level into the trie of the level above it.
func (b *builder) nest(l level) {
	at, path := split(levels[l].path)
	name := path[len(path)-1]
	b.plan.roots[at].props[strings.TrimSuffix(name, "[]")] = arrayOf(l)
}

// add compiles one column.
func (b *builder) add(t, c int, table schema.Table, column schema.Column) {
	at := b.levelOf(table, column)
	goal := target{table: t, column: c, kind: column.Kind, cell: -1}
	switch {
	case column.Source == schema.SourceUnknown:
		goal.unknown = true
	case isPath(column.Source):
		_, path := split(column.Source)
		goal.cell = b.cell(at, column.Source)
		b.grow(b.plan.roots[at], path, goal.cell, column.Kind)
	default:
		goal.cell = b.cell(at, column.Source+column.Name)
	}
	b.plan.append[at] = append(b.plan.append[at], goal)
}

// levelOf is the level at whose close a column is appended.
func (b *builder) levelOf(table schema.Table, column schema.Column) level {
	switch {
	case column.Source == schema.SourcePosition:
		return level(slices.IndexFunc(levels[:], func(l place) bool { return l.position == column.Name }))
	case column.Source == schema.SourceUnknown && rowLevel(table) == stream:
		return media // its own properties belong into its streams' rows
	case column.Source == schema.SourceUnknown:
		return rowLevel(table)
	case isPath(column.Source):
		at, _ := split(column.Source)
		return at
	}
	return record
}

// cell is the cell of a source in a level, made when it is new.
func (b *builder) cell(at level, source string) int {
	if i, ok := b.known[at][source]; ok {
		return i
	}
	i := b.plan.cells[at]
	b.plan.cells[at]++
	b.known[at][source] = i
	return i
}

// grow adds the steps of a path below a node.
func (b *builder) grow(n *node, path []string, cell int, kind schema.Kind) {
	step := path[0]
	switch {
	case step == schema.SourceIdentityKind:
		n.form, n.cell = identities, cell
	case step == schema.SourceIdentity:
		if n.person == nil {
			n.person = newNode(object)
		}
		b.grow(n.person, path[1:], cell, kind)
	case step == odataType:
		n.props[step] = &node{form: typeName, cell: cell, endpoint: -1}
	case len(path) == 1:
		n.props[step] = &node{form: value, cell: cell, kind: kind, endpoint: -1, listed: n.form == list}
	default:
		b.grow(b.child(n, step, cell), path[1:], cell, item(step, kind))
	}
}

// child is the node of an inner step, made when it is new.
func (b *builder) child(n *node, step string, cell int) *node {
	name, listed := strings.CutSuffix(step, "[]")
	form := object
	if listed {
		form = list
	}
	if n.props[name] == nil {
		n.props[name] = newNode(form)
	}
	next := n.props[name]
	if form == list {
		next.cells = append(next.cells, cell)
	}
	return next
}

// item is the kind of one item of a list column.
func item(step string, kind schema.Kind) schema.Kind {
	if !strings.HasSuffix(step, "[]") {
		return kind
	}
	switch kind {
	case schema.KindInt32s:
		return schema.KindInt32
	case schema.KindDurations:
		return schema.KindDuration
	}
	return schema.KindText
}

// mark remembers the cells that the exporter fills.
func (b *builder) mark() {
	for l := range levelCount {
		b.plan.marks[l].position = b.at(l, schema.SourcePosition+levels[l].position)
	}
	m := &b.plan.marks[record]
	m.tenant = b.at(record, schema.SourceConfig+"tenant_id")
	m.load = b.at(record, schema.SourceLoad+schema.LoadID.Name)
	m.exportedAt = b.at(record, schema.SourceClock+"exported_at")
	m.id, m.version, m.start = b.at(record, "id"), b.at(record, "version"), b.at(record, "startDateTime")
	m.counted[participants] = b.at(record, schema.SourceCounted+"participant_count")
	m.counted[sessions] = b.at(record, schema.SourceCounted+"session_count")
	m.counted[segments] = b.at(record, schema.SourceCounted+"segment_count")
	m.counted[streams] = b.at(record, schema.SourceCounted+"stream_count")
	for _, name := range []string{"caller", "callee"} {
		for _, l := range []level{session, segment} {
			n := b.plan.roots[l].props[name]
			n.endpoint = n.props[odataType].cell
		}
	}
}

// at is the cell of a source, -1 when there is none.
func (b *builder) at(l level, source string) int {
	if i, ok := b.known[l][source]; ok {
		return i
	}
	return -1
}
