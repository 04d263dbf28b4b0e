package transform

import (
	"maps"
	"slices"
	"strings"

	"callrecords/schema"
)

// plan is what a family compiles into: a trie to walk while reading, and for
// every level the columns to append when one of its objects is closed.
type plan struct {
	tables  []schema.Table
	columns [][]column // by table: of one batch
	levels  []levelPlan
	pages   map[schema.PageKind]pagePlan
	first   schema.PageKind // a record begins with a page of this kind
	cells   exporterCells
	keyed   bool // there are levels whose objects have a key
}

// exporterCells are the cells of a record that the exporter fills or looks at.
// Each is made even when no column has it: a spare cell costs less than a
// branch.
type exporterCells struct {
	tenant, load, exportedAt             int
	listedID, listedVersion, listedStart int
	counted                              []int // by table
	id, version, start                   key
}

// key is something that every record needs, and where it comes from.
type key struct {
	cell   int
	source string // JSON path, or what else fills it
}

// isKey says whether a node has a value that every record needs.
func (e exporterCells) isKey(l level, n *node) bool {
	return l == root && !n.inList && (n.cell == e.id.cell || n.cell == e.version.cell || n.cell == e.start.cell)
}

// pagePlan is how a kind of page is read.
type pagePlan struct {
	trie   *node
	arrays []string // names of the arrays of which it must have one; none for a whole record
	levels []level  // of those arrays
}

// target is a column of a table.
type target struct {
	table  int
	column column
}

// compile makes the plan of a family.
func compile(f schema.Family) *plan {
	levels := planLevels(f)
	b := builder{levels: levels, known: make([]map[string]int, len(levels))}
	for l := range levels {
		b.known[l] = map[string]int{}
		levels[l].position = b.cell(level(l), schema.SourcePosition+f.Levels[l].Position)
		if level(l) != root {
			b.hangLevel(level(l))
		}
	}
	columns := make([][]column, len(f.Tables))
	for t, table := range f.Tables {
		for _, column := range table.StoredColumns() {
			to := target{t, newColumn(column.Kind, column.Kind.Arrow())}
			columns[t] = append(columns[t], to.column)
			b.addColumn(to, table, column)
		}
	}
	for _, d := range f.Types {
		b.deriveType(d)
	}
	keyed := false
	for l, from := range f.Levels {
		if from.Key != "" {
			levels[l].key, keyed = b.cell(level(l), from.Path+"."+from.Key), true
		}
	}
	p := &plan{
		keyed:   keyed,
		columns: columns,
		tables:  f.Tables,
		levels:  levels,
		pages:   map[schema.PageKind]pagePlan{},
		cells:   b.exporterCells(f),
	}
	for _, form := range f.Pages {
		p.pages[form.Kind] = b.planPage(form)
	}
	if len(f.Pages) > 0 {
		p.first = f.Pages[0].Kind
	}
	return p
}

// builder is a plan in the making; known finds the cell of a source again, so
// that all tables share it.
type builder struct {
	levels []levelPlan
	known  []map[string]int // by level
}

// hangLevel puts the array of a level's objects into the trie of its parent.
func (b *builder) hangLevel(l level) {
	_, path := splitPath(b.levels, b.levels[l].path)
	at, last := b.levels[b.levels[l].parent].trie, len(path)-1
	for _, step := range path[:last] {
		at = at.inner(step)
	}
	name, _ := cutArray(path[last])
	at.add(name, arrayOf(l))
}

// arrayOf is the node of an array whose objects are of a level.
func arrayOf(l level) *node { return &node{form: childLevel, level: l, cell: -1} }

// addColumn compiles one column: it is appended when an object of its level
// is closed, to all rows that came since that object was opened.
func (b *builder) addColumn(to target, table schema.Table, column schema.Column) {
	at, cell := root, -1
	switch {
	case column.Source == schema.SourceUnknown:
		// What a parent without a row has to say goes into the same text, so
		// the column waits for the outermost such parent.
		for at = levelAt(b.levels, table.RowPath); b.levels[at].lifts; {
			at = b.levels[at].parent
		}
		b.levels[at].unknown = append(b.levels[at].unknown, to)
		return
	case column.Source == schema.SourcePosition:
		for l := range b.levels {
			if b.levels[l].positionColumn == column.Name {
				at = level(l)
			}
		}
		cell = b.cell(at, column.Source+column.Name)
	case column.FromPage():
		var path []string
		at, path = splitPath(b.levels, column.Source)
		cell = b.cell(at, column.Source)
		b.levels[at].trie.addPath(path, cell, column.Kind)
	default:
		cell = b.cell(root, exporterSource(column))
	}
	b.levels[at].targets[cell] = append(b.levels[at].targets[cell], to)
}

// cell is the cell of a source in a level, made when it is new.
func (b *builder) cell(at level, source string) int {
	if i, ok := b.known[at][source]; ok {
		return i
	}
	i := b.levels[at].cells
	b.levels[at].cells++
	b.levels[at].targets = append(b.levels[at].targets, nil)
	b.known[at][source] = i
	return i
}

// exporterSource tells apart what one source fills with several values.
func exporterSource(c schema.Column) string {
	switch {
	case c.Source == schema.SourceCounted:
		return c.Source + c.Name
	case c.Source == schema.SourceListed && c.Kind == schema.KindUInt64:
		return listedVersion
	case c.Source == schema.SourceListed && c.Kind == schema.KindStart:
		return listedStart
	}
	return c.Source // of the listed: the id
}

const (
	listedID      = schema.SourceListed
	listedVersion = schema.SourceListed + "version"
	listedStart   = schema.SourceListed + "start"
)

// exporterCells finds the cells that the exporter fills or looks at.
func (b *builder) exporterCells(f schema.Family) exporterCells {
	var first schema.Table
	if len(f.Tables) > 0 {
		first = f.Tables[0]
	}
	cells := exporterCells{
		tenant:        b.cell(root, schema.SourceConfig),
		load:          b.cell(root, schema.SourceLoad),
		exportedAt:    b.cell(root, schema.SourceClock),
		listedID:      b.cell(root, listedID),
		listedVersion: b.cell(root, listedVersion),
		listedStart:   b.cell(root, listedStart),
		id:            b.key(first, "record_id", listedID),
		version:       b.key(first, "version", listedVersion),
		start:         b.key(first, first.Start, listedStart),
	}
	for _, t := range f.Tables {
		cells.counted = append(cells.counted, b.cell(root, schema.SourceCounted+t.Counter))
	}
	return cells
}

// key is where a column that every record needs comes from: the pages, or the
// list.
func (b *builder) key(first schema.Table, name, listed string) key {
	if c, ok := first.Column(name); ok && c.FromPage() {
		return key{b.cell(root, c.Source), c.Source}
	}
	return key{b.cell(root, listed), schema.SourceListed}
}

// planPage compiles a kind of page.
func (b *builder) planPage(form schema.PageForm) pagePlan {
	if form.Arrays == nil {
		return pagePlan{trie: b.levels[root].trie}
	}
	p := pagePlan{trie: newNode(object)}
	p.trie.ignoreUnknown = true // the page is no record: @odata.context, count, …
	for _, name := range slices.Sorted(maps.Keys(form.Arrays)) {
		l := levelAt(b.levels, form.Arrays[name])
		p.trie.add(name, arrayOf(l))
		p.arrays, p.levels = append(p.arrays, name), append(p.levels, l)
	}
	return p
}

// cutArray is a step's name, and what its value is.
func cutArray(step string) (name string, f form) {
	if name, isArray := strings.CutSuffix(step, "[]"); isArray {
		return name, list
	}
	return step, object
}
