package load

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"callrecords/schema"
)

// live are the ids of the loads that readers see.
func (w *Warehouse) live() string {
	return fmt.Sprintf("SELECT load_id FROM %s FINAL", w.name(schema.Loads.Name))
}

// rowsOf is what the dashboards read: the contract's columns of live loads.
func (w *Warehouse) rowsOf(t schema.Table) string {
	columns := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = schema.Identifier(c.Name)
	}
	return fmt.Sprintf("SELECT %s\nFROM %s\nWHERE load_id IN (%s)",
		strings.Join(columns, ", "), w.name(t.Stored()), w.live())
}

// declared is, for each data table, the number of rows that a commit declares.
func declared(t schema.Table) string {
	if t.Name == schema.Records.Name {
		return "toUInt32(1)"
	}
	return strings.TrimSuffix(t.Name, "s") + "_count"
}

// audit lists live loads of which the engine holds another number of rows than
// their commit declares. It must be empty.
func (w *Warehouse) audit() string {
	var parts []string
	for _, t := range schema.Tables() {
		parts = append(parts, fmt.Sprintf(
			"SELECT tenant_id, record_id, version, load_id, %s AS table_name, %s AS declared_rows, found AS found_rows\n"+
				"FROM %s AS l FINAL LEFT JOIN (SELECT load_id, count() AS found FROM %s GROUP BY load_id) AS f USING (load_id)\n"+
				"WHERE declared_rows != found_rows",
			schema.Quote(t.Name), declared(t), w.name(schema.Loads.Name), w.name(t.Stored())))
	}
	return strings.Join(parts, "\nUNION ALL\n")
}

// views are the definitions of all views, by name.
func (w *Warehouse) views() []view {
	all := []view{{"audit", w.audit(), "Live loads with another number of rows than their commit declares. Must be empty."}}
	for _, t := range schema.Tables() {
		all = append(all, view{t.Name, w.rowsOf(t), t.Comment})
	}
	return all
}

// view is one view: its name, its SELECT, and what it is for.
type view struct{ name, query, comment string }

// described is the view's comment with a mark of its definition, so that a
// start that changes nothing can tell.
func (v view) described() string {
	mark := fnv.New32a()
	mark.Write([]byte(v.query))
	return fmt.Sprintf("%s (definition %08x)", v.comment, mark.Sum32())
}

// createViews makes the views whose definition is not there.
func (w *Warehouse) createViews(ctx context.Context) error {
	type row struct{ Name, Comment string }
	rows, err := query[row](ctx, w, "SELECT name AS Name, comment AS Comment FROM system.tables WHERE engine = 'View' AND database = "+
		schema.Quote(w.database))
	if err != nil {
		return fmt.Errorf("read the views of %s: %w", w.database, err)
	}
	for _, v := range w.views() {
		if slices.Contains(rows, row{v.name, v.described()}) {
			continue
		}
		if err := w.exec(ctx, "create view "+v.name, w.createView(v)); err != nil {
			return err
		}
	}
	return nil
}

// createView is the statement that makes a view, or makes it anew: it holds nothing.
func (w *Warehouse) createView(v view) string {
	return fmt.Sprintf("CREATE OR REPLACE VIEW %s AS\n%s\nCOMMENT %s", w.name(v.name), v.query, schema.Quote(v.described()))
}
