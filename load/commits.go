package load

import (
	"fmt"

	"callrecords/load/ddl"
)

// The view commits has the commit of every live load, hot or settled. Hot ones
// are in loads; those behind the settle line are in settled_loads, and for some
// hours in both. It is a view because a mutation takes no UNION (ClickHouse, code 36).

// commits is that view.
func (w *Warehouse) commits() string { return w.name("commits") }

// live are the ids of the loads that readers see.
func (w *Warehouse) live() string { return "SELECT load_id FROM " + w.commits() }

// allCommits is what the view selects.
func (w *Warehouse) allCommits() string {
	return fmt.Sprintf("SELECT %[1]s\nFROM %[2]s FINAL\nUNION ALL\nSELECT %[1]s\nFROM %[3]s FINAL\nWHERE load_id NOT IN (%[4]s)",
		names(ddl.Loads.Columns), w.name(ddl.Loads.Name), w.name(ddl.SettledLoads.Name),
		w.idsOf("arrayPushFront(replaces, load_id)"))
}

// idsOf are load ids out of the commits in loads: of each the elements of an array.
func (w *Warehouse) idsOf(ids string) string {
	return fmt.Sprintf("SELECT arrayJoin(%s) FROM %s FINAL", ids, w.name(ddl.Loads.Name))
}

// seen is the condition of a row that readers see. In front of the settle line
// it is of a load in loads. Behind it, it is of any load but those that a commit
// in loads replaces.
//
// Both are asked of one set, in which the ids of what is replaced are inverted
// (as large as no load id becomes before 2059). Of two, the engine could read
// one before a commit and the other after it: a record would be seen twice, or
// not at all. The line is a scalar, which it reads once in a query.
func (w *Warehouse) seen() string {
	return fmt.Sprintf("(load_id >= %[1]s) = (if(load_id >= %[1]s, load_id, bitNot(load_id)) IN (%[2]s))", w.line(), w.idsOf("arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)"))
}

// line is the settle line, 0 where none is, whatever a reader's settings make of
// an empty table. The engine reads it before all else in a query.
func (w *Warehouse) line() string {
	return "ifNull((SELECT max(line) FROM " + w.name(ddl.SettleLine.Name) + "), 0)"
}
