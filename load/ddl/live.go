package ddl

import "callrecords/load/db"

// commitsSQL is the view commits: the commit of every live load, settled or
// not. Those in front of the settle line are in loads; those behind it are in
// settled_loads, and for some hours in both. It is a view because a mutation
// takes no UNION (ClickHouse, code 36).
func commitsSQL(d *db.DB) db.SQL {
	return db.SQL(d.SQL(`
SELECT
    {columns}
FROM {loads} FINAL
UNION ALL
SELECT
    {columns}
FROM {settled_loads} FINAL
WHERE load_id NOT IN ({committed})`, db.Args{
		"columns":   db.Columns(Loads.Columns),
		"committed": ElementsSQL(d, "arrayPushFront(replaces, load_id)"),
	}))
}

// loneTenantSQL is the view lone_tenant. On a cluster it is empty: what a reader asks of a constant
// in place of a tenant does not come through from the shards (ClickHouse 26.7, code 8, a constant
// in GROUPING SETS).
func loneTenantSQL(d *db.DB) db.SQL {
	return db.SQL(d.SQL(`
SELECT lone AS tenant_id
FROM (
    SELECT
        any(tenant_id) AS lone,
        uniqExact(tenant_id) AS tenants
    FROM (
        SELECT tenant_id FROM {loads}
        UNION ALL
        SELECT tenant_id FROM {settled_loads}
    )
)
WHERE tenants = 1
    AND NOT {clustered}`, db.Args{"clustered": d.Clustered()}))
}

// ElementsSQL selects load ids out of the commits in loads: of each the elements
// of an array.
func ElementsSQL(d *db.DB, array db.SQL) db.SQL {
	return db.SQL(d.SQL("SELECT arrayJoin({array}) FROM {loads} FINAL", db.Args{"array": array}))
}

// SeenSQL is the condition of a row that readers see. In front of the settle
// line it is of a load in loads. Behind it, it is of any load but those that a
// commit in loads replaces.
//
// One set holds live ids and, bit-inverted, replaced ids, so that a query reads
// both from one snapshot: of two sets, the engine could read one before a commit
// and the other after it, and a record would be seen twice, or not at all.
// Inverted ids cannot clash: real ids stay below 2^63 until 2059. The line is a
// scalar, which the engine reads once per query.
func SeenSQL(d *db.DB) db.SQL {
	return db.SQL(d.SQL(
		"(load_id >= {line}) = (if(load_id >= {line}, load_id, bitNot(load_id)) IN (\n    {ids}\n))", db.Args{
			"line": LineSQL(d),
			"ids":  ElementsSQL(d, "arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)"),
		}))
}

// LineSQL is the settle line, 0 where none is, whatever a reader's settings make
// of an empty table. The engine reads it before all else in a query.
func LineSQL(d *db.DB) db.SQL {
	return db.SQL(d.SQL("ifNull((SELECT max(line) FROM {settle_line}), 0)", nil))
}
