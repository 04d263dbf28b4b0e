package transform

import (
	"strings"

	"callrecords/schema"
)

// level is a depth of the record's tree at which something repeats: its place
// in the levels of the family, outermost first.
type level int

// root is the level of the record itself.
const root level = 0

// levelPlan is what a level of the family compiles into.
type levelPlan struct {
	path     string     // of its objects in the JSON
	prefix   string     // of their unknown properties in the rows of a deeper level
	parent   level      // the level around it; the root's is the root
	child    level      // the first level inside it, -1 for none
	table    int        // the table whose rows its objects make, -1 for none
	rowTable int        // the same, or that of the first level below that has one
	lifts    bool       // its unknown properties are written by the parent, which has no table
	trie     *node      // below one of its objects
	cells    int        // number of cells of one of its objects
	targets  [][]target // by cell: the columns that take it when an object is closed
	unknown  []target   // columns that take the properties without a column

	key int // cell of what tells its objects apart all over the record, -1 for none

	positionColumn string // column that holds the position of its objects
	position       int    // cell of it
}

// planLevels is the tree of a family's levels, still without columns.
func planLevels(f schema.Family) []levelPlan {
	levels := make([]levelPlan, len(f.Levels))
	for l, from := range f.Levels {
		levels[l] = levelPlan{
			path: from.Path, prefix: from.Prefix, positionColumn: from.Position,
			child: -1, table: -1, key: -1, trie: newNode(object),
		}
		for t, table := range f.Tables {
			if table.RowPath == from.Path {
				levels[l].table = t
			}
		}
	}
	// Inner levels first, so that a level finds its child planned.
	for l := level(len(levels)) - 1; l >= root; l-- {
		p := &levels[l]
		p.rowTable = p.table
		if p.table < 0 && p.child >= 0 {
			p.rowTable = levels[p.child].rowTable
		}
		if l > root {
			p.parent, _ = splitPath(levels, p.path)
			levels[p.parent].child = l // the outermost one comes last and stays
		}
	}
	// An object without a row of its own shares those of its first child level.
	for l := root + 1; l < level(len(levels)); l++ {
		up := levels[l].parent
		levels[l].lifts = up != root && levels[up].table < 0 && levels[up].child == l
	}
	return levels
}

// splitPath cuts a source into the level that its value belongs to and the
// steps from that level's object down to it.
//
//	sessions[].caller.name             sessions[],            [caller name]
//	sessions[].segments[].id           sessions[].segments[], [id]
//	organizer_v2.identity.(kind).id    the record,            [organizer_v2 identity (kind) id]
func splitPath(levels []levelPlan, source string) (level, []string) {
	at, rest := root, source
	for l := range levels {
		tail, inside := strings.CutPrefix(source, levels[l].path+".")
		if inside && level(l) != root && len(tail) < len(rest) {
			at, rest = level(l), tail
		}
	}
	return at, steps(rest)
}

// levelAt is the level whose objects are at a path; the root when none is.
func levelAt(levels []levelPlan, path string) level {
	for l := range levels {
		if levels[l].path == path {
			return level(l)
		}
	}
	return root
}
