package ddl

import (
	"fmt"
	"slices"
	"strings"

	"callrecords/load/db"
	"callrecords/load/engine"
	"callrecords/schema"
)

// liveView is the name of the view of a data table's live rows with all that is kept of them,
// for the views of analysts to read from.
func liveView(t schema.Table) string { return t.Name + "_live" }

// keptView is the view behind it, as [storedView] is behind the contract's (rowsSQL says why).
func keptView(t schema.Table) string { return t.Name + "_kept" }

// recentView is the name of the view of the rows of all loads of which no facts are kept, dead
// ones too, for the views of facts to compute them from.
func recentView(t schema.Table) string { return t.Name + "_recent" }

// hasLive says whether a table has them: where nothing is derived or kept of it, nobody asks
// for them.
func hasLive(t schema.Table, views []schema.View) bool {
	return len(t.Derived) > 0 || readsLive(t, views)
}

// oneReadStep has the engine read what a filter wants in one step. With several, it (26.5) takes
// a column that only the filter wanted for empty when it computes a derived column out of it, in
// a part that has none: the answer would be wrong.
const oneReadStep = "\nSETTINGS enable_multiple_prewhere_read_steps = 0"

// liveColumns are the columns of both views.
func liveColumns(t schema.Table) []schema.Column {
	all := t.StoredColumns()
	for _, d := range t.Derived {
		all = append(all, d.Column)
	}
	return all
}

// liveViews are these views of a table. They are for analysts: no load needs them.
func liveViews(d *db.DB, t schema.Table) []view {
	columns := db.Columns(t.StoredColumns())
	for _, c := range t.Derived {
		kept, shown := engine.Identifier(c.StoredName()), engine.Identifier(c.Column.Name)
		columns += db.SQL(",\n    " + kept + " AS " + shown)
	}
	all := []view{
		{
			name: keptView(t), columns: liveColumns(t), query: storedSQL(d, t, columns) + oneReadStep,
			hidden: true, analysts: true,
			comment: "Behind the view " + liveView(t) + ", which to read instead.",
		},
		{
			name: liveView(t), columns: liveColumns(t), query: rowsSQL(d, keptView(t), liveColumns(t)),
			hidden: true, analysts: true,
			comment: "Behind the views of analysts: rows of " + t.Name + ", and what is kept beside them.",
		},
	}
	if readsLive(t, d.Views()) {
		all = append(all, view{
			name: recentView(t), columns: liveColumns(t), hidden: true, analysts: true,
			query:   whereSQL(d, keptView(t), liveColumns(t), db.SQL(d.SQL("load_id >= {line}", db.Args{"line": FactsLineSQL(d)}))),
			comment: "Behind the views of facts: rows of " + t.Name + " of all loads of which no facts are kept.",
		})
	}
	return all
}

// derive is the statement that adds derived columns to a table. It is apart from the one that
// makes the table, so that no load waits for what analysts want.
func (s *Schema) derive(t schema.Table, derived []schema.Derived) string {
	lines := make([]string, len(derived))
	for i, c := range derived {
		lines[i] = "ADD COLUMN IF NOT EXISTS " + db.Derivation(c)
	}
	return fmt.Sprintf("ALTER TABLE %s\n    %s", s.db.Stored(t.StoredName()), strings.Join(lines, ",\n    "))
}

// planDerived adds the derived columns that a table lacks. Those of other expressions stay
// where they are: nobody reads them, and another exporter may.
func (s *Schema) planDerived(p *Plan, t schema.Table, have inventory) {
	_, store := s.db.Databases()
	there := have[key(store, s.db.Local(t.StoredName()))]
	lacks := slices.DeleteFunc(slices.Clone(t.Derived), func(c schema.Derived) bool {
		_, ok := there.columns[c.StoredName()]
		return ok
	})
	if len(lacks) == 0 {
		return
	}
	statement := s.derive(t, lacks)
	p.Statements, p.Spare = append(p.Statements, statement), append(p.Spare, statement)
}

// derivedNames are the names of the derived columns of a table that holds rows.
func (s *Schema) derivedNames(t db.Table) (names []string) {
	for _, data := range s.db.DataTables() {
		for _, c := range data.Derived {
			if data.StoredName() == t.Name {
				names = append(names, c.StoredName())
			}
		}
	}
	return names
}
