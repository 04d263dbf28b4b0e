package load

import (
	"fmt"
	"strings"

	"callrecords/load/engine"
	"callrecords/schema"
)

// storedView is a view of all rows of a data table, for rowsOf to read from.
func storedView(t schema.Table) string { return t.Name + "_stored" }

// rowsOf is what the dashboards read: the contract's columns of live loads. The
// rows are read through a view of their own, because the engine looks into a
// view only when it has seen the rest of a query: so it takes its snapshot of
// the commits before that of the rows. The other way round, a load that is
// inserted and committed between the two would be live, and its rows not there.
func (w *Warehouse) rowsOf(t schema.Table) string {
	return fmt.Sprintf("SELECT %s\nFROM %s\nWHERE %s", names(t.Columns), w.name(storedView(t)), w.seen())
}

// names are the names of columns as a SELECT wants them. A view keeps the
// columns that it was made with: those of a * would not follow the table.
func names(columns []schema.Column) string {
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = engine.Identifier(c.Name)
	}
	return strings.Join(quoted, ", ")
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
func (w *Warehouse) audit() string { return w.auditOf(w.commits(), "") }

// auditOf is the audit of some commits; where is a WHERE on their load ids.
func (w *Warehouse) auditOf(commits, where string) string {
	return w.eachTable(func(t schema.Table) string {
		return fmt.Sprintf(
			"SELECT tenant_id, record_id, version, load_id, %s AS table_name, %s AS declared_rows, found AS found_rows\n"+
				"FROM %s AS l LEFT JOIN (SELECT load_id, count() AS found FROM %s%s GROUP BY load_id) AS f USING (load_id)\n"+
				"WHERE declared_rows != found_rows",
			engine.Quote(t.Name), declared(t), commits, w.name(t.StoredName()), where)
	})
}

// views are the definitions of all views, by name.
func (w *Warehouse) views() []view {
	all := []view{
		{name: "commits", query: w.allCommits(), comment: "The commits of all live loads, settled or not."},
		{name: "audit", query: w.audit(), comment: "Live loads with another number of rows than their commit declares. Must be empty."},
	}
	for _, t := range schema.CallRecords.Tables {
		all = append(all,
			view{name: storedView(t), query: "SELECT " + names(t.StoredColumns()) + "\nFROM " + w.name(t.StoredName()) + " AS stored",
				comment: "Behind the view " + t.Name + ", which to read instead.", inner: true},
			view{name: t.Name, query: w.rowsOf(t), comment: t.Comment})
	}
	return append(all, view{name: "completeness", query: w.completeness(),
		comment: "What Graph listed and what is in, a row an hour of starts and tenant.",
		total: "SELECT tenant_id, hour, sum(listed) AS listed, sum(loaded) AS loaded, sum(newest) AS newest,\n" +
			"    sum(pages) AS pages, sum(expired_unread) AS expired_unread\nFROM %s\nGROUP BY tenant_id, hour"})
}

// view is one view.
type view struct {
	name, query, comment string

	inner bool   // only other views read it
	total string // when a row is of records of several shards: the SELECT that adds up a row a shard
}
