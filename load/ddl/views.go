package ddl

import (
	"strings"

	"callrecords/load/db"
	"callrecords/schema"
)

// view is one view.
type view struct {
	name, comment string
	columns       []schema.Column
	query         db.SQL
	total         string // when a row is of records of several shards: the SELECT that adds up {shards}
	hidden        bool   // only other views read it, where it is
	spans         bool   // a row is of several records, or of none: it reads all shards
	analysts      bool   // it is for analysts: no load needs it
}

// storedView is the name of the view of all rows of a data table, for rowsSQL to
// read from.
func storedView(t schema.Table) string { return t.Name + "_stored" }

// rowsSQL is what the dashboards read: the columns of live loads. The
// rows are read through a view of their own, because the engine looks into a
// view only when it has seen the rest of a query: so it takes its snapshot of
// the commits before that of the rows. The other way round, a load that is
// inserted and committed between the two would be live, and its rows not there.
func rowsSQL(d *db.DB, stored string, columns []schema.Column) db.SQL {
	return whereSQL(d, stored, columns, SeenSQL(d))
}

func whereSQL(d *db.DB, stored string, columns []schema.Column, where db.SQL) db.SQL {
	return db.SQL(d.SQL(`
SELECT
    {columns}
FROM {stored}
WHERE {where}`, db.Args{
		"columns": db.Columns(columns),
		"stored":  db.SQL(d.Name(stored)),
		"where":   where,
	}))
}

// storedSQL is the view that rowsSQL reads from.
func storedSQL(d *db.DB, t schema.Table, columns db.SQL) db.SQL {
	return db.SQL(d.SQL(`
SELECT
    {columns}
FROM {table} AS stored`, db.Args{
		"columns": columns,
		"table":   db.SQL(d.Name(t.StoredName())),
	}))
}

// contractStored are the columns of the view that the contract's view reads from.
func contractStored(t schema.Table) []schema.Column {
	return append(t.Columns[:len(t.Columns):len(t.Columns)], schema.LoadID)
}

// audit are the columns of the view audit.
var audit = []schema.Column{
	column("tenant_id", schema.KindKeyword, "", "", "Entra tenant"),
	column("record_id", schema.KindText, "", "", "record id"),
	column("version", schema.KindUInt64, "", "", "version of the record"),
	schema.LoadID,
	column("table_name", schema.KindText, "", "", "table with another number of rows than declared"),
	column("declared_rows", schema.KindUInt64, "", "rows", "rows that the commit declares"),
	column("found_rows", schema.KindUInt64, "", "rows", "rows that are there"),
}

// AuditSQL lists loads of which the engine holds another number of rows than
// their commit declares, per table. Commits is what to audit, as a FROM has it;
// where is a condition on the rows' load ids. A load has at least the row of its
// record, where the family has a table of those: a commit that declares nothing
// is not whole.
func AuditSQL(d *db.DB, commits, where db.SQL) db.SQL {
	var parts []string
	for _, f := range d.Families() {
		for _, t := range f.Tables {
			declared := "row_counts[{name}]"
			if t.RowPath == "" {
				declared = "greatest(row_counts[{name}], toUInt64(family = {family}))"
			}
			parts = append(parts, d.SQL(auditOfTable, db.Args{
				"table": db.SQL(d.Name(t.StoredName())), "name": t.Name, "of": commits, "where": where,
				"declared": db.SQL(d.SQL(declared, db.Args{"name": t.Name, "family": f.Name})),
			}))
		}
	}
	return db.SQL(strings.Join(parts, "\nUNION ALL\n"))
}

// auditOfTable is the audit of one table.
const auditOfTable = `
SELECT
    tenant_id,
    record_id,
    version,
    load_id,
    {name} AS table_name,
    {declared} AS declared_rows,
    found AS found_rows
FROM {of} AS c
LEFT JOIN (
    SELECT
        load_id,
        count() AS found
    FROM {table}
    WHERE {where}
    GROUP BY load_id
) AS counted USING (load_id)
WHERE declared_rows != found_rows`

// views are the definitions of all views, what others are made from first.
func views(d *db.DB) []view {
	all := []view{
		{
			name: "commits", columns: Loads.Columns, query: commitsSQL(d),
			comment: "The commits of all live loads, settled or not.",
		},
		{
			name: "lone_tenant", columns: []schema.Column{Loads.Columns[0]}, query: loneTenantSQL(d),
			hidden: true, analysts: true, spans: true,
			comment: "The tenant of a warehouse that has one, for views that need not tell tenants apart then; no row otherwise.",
		},
		{
			name: "ledger_state", columns: ledgerState, query: ledgerStateSQL(d),
			comment: "What the ledger says of each record: listed, loaded, lost, due.",
		},
		{
			name: "due_records", columns: ledgerState, query: dueRecordsSQL(d),
			comment: "What the next run fetches: records that Graph listed and that are not in in their newest version.",
		},
		{
			name: "record_state", columns: recordStateColumns(), query: recordStateSQL(d),
			comment: "All that is known of each record: ledger, commits, their log, archive.",
		},
		{
			name: "audit", columns: audit, query: AuditSQL(d, db.SQL(d.Name("commits")), "1"),
			comment: "Live loads with another number of rows than their commit declares. Must be empty.",
		},
	}
	for _, t := range d.DataTables() {
		all = append(all,
			view{
				name: storedView(t), columns: contractStored(t), hidden: true,
				query:   storedSQL(d, t, db.Columns(contractStored(t))),
				comment: "Behind the view " + t.Name + ", which to read instead.",
			},
			view{
				name: t.Name, columns: t.Columns, query: rowsSQL(d, storedView(t), t.Columns), comment: t.Comment,
			})
	}
	all = append(all, view{
		name: "completeness", columns: completeness, query: completenessSQL(d), total: completenessTotalSQL,
		comment: "What Graph listed and what is in, one row per tenant, family and hour of starts.",
	})
	for _, t := range d.DataTables() {
		if hasLive(t, d.Views()) {
			all = append(all, liveViews(d, t)...)
		}
	}
	for _, v := range d.Views() {
		if v.Kept {
			all = append(all, factsViews(d, v)...)
			continue
		}
		all = append(all, view{
			name: v.Name, comment: v.Comment, columns: v.Columns, query: db.SQL(d.SQL(v.Query, nil)), spans: v.Spans,
			analysts: true,
		})
	}
	return all
}
