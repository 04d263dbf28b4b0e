package verify

import (
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
)

// incompleteSQL finds the loads that the view audit lists. One that has no row at
// all is of a kind of its own.
func (v *Verifier) incompleteSQL() db.SQL {
	return db.SQL(v.db.SQL(`
SELECT
    any(a.tenant_id) AS tenant_id,
    any(a.record_id) AS record_id,
    any(a.version) AS version,
    toString(a.load_id) AS load_id,
    if(a.load_id IN ({rows}), {incomplete}, {no_rows}) AS kind,
    arrayStringConcat(arraySort(groupArray(
        concat(table_name, ' ', toString(found_rows), ' of ', toString(declared_rows)))), ', ') AS detail
FROM {audit} AS a
GROUP BY a.load_id
ORDER BY
    tenant_id,
    record_id`, db.Args{
		"rows":       v.db.Union("SELECT load_id FROM {table}", nil),
		"incomplete": string(FindingIncomplete), "no_rows": string(FindingNoRows),
	}))
}

// wrongRecordSQL finds live loads with rows that are not of the record, tenant or
// version that their commit names: a commit row or data rows were changed.
func (v *Verifier) wrongRecordSQL() db.SQL {
	return db.SQL(v.db.SQL(`
SELECT
    c.tenant_id AS tenant_id,
    c.record_id AS record_id,
    c.version AS version,
    toString(c.load_id) AS load_id,
    concat(any(r.source), ' has rows of record ', any(r.record_id), ' version ', toString(any(r.version))) AS detail
FROM (
    SELECT
        tenant_id,
        record_id,
        version,
        load_id
    FROM {commits}
) AS c
INNER JOIN (
{rows}
) AS r ON c.load_id = r.load_id
WHERE (c.tenant_id, c.record_id, c.version) != (r.tenant_id, r.record_id, r.version)
GROUP BY
    c.tenant_id,
    c.record_id,
    c.version,
    c.load_id
ORDER BY
    tenant_id,
    record_id`, db.Args{"rows": v.db.Union(`
SELECT DISTINCT
    {name} AS source,
    tenant_id,
    record_id,
    version,
    load_id
FROM {table}
WHERE load_id IN (SELECT load_id FROM {commits})`, nil)}))
}

// fromTheFuture is how far ahead of our clock a load id may be: no
// writer's clock is further off.
const fromTheFuture = time.Hour

// unseenSQL finds loads that are not live and that no writer can have in hand
// any more: those that load_log knows were replaced (dead), the others died
// before their commit, or were never ours (orphans). Behind the settle line
// readers see them all the same (extra rows).
func (v *Verifier) unseenSQL(o Options) db.SQL {
	return db.SQL(v.db.SQL(`
SELECT
    any(u.tenant_id) AS tenant_id,
    any(u.record_id) AS record_id,
    any(u.version) AS version,
    toString(u.load_id) AS load_id,
    multiIf(
        any(u.is_seen), {extra_rows},
        u.load_id IN (SELECT load_id FROM {load_log} WHERE outcome = {committed}), {dead},
        {orphan}) AS kind,
    concat(toString(sum(n)), ' rows') AS detail
FROM (
    SELECT
        *,
        {seen} AS is_seen
    FROM (
{rows}
    )
) AS u
GROUP BY u.load_id
ORDER BY
    tenant_id,
    record_id`, db.Args{
		"seen": ddl.SeenSQL(v.db), "committed": ddl.Committed,
		"extra_rows": string(FindingExtraRows), "dead": string(FindingDead), "orphan": string(FindingOrphan),
		"rows": v.db.Union(`
SELECT
    tenant_id,
    record_id,
    version,
    load_id,
    count() AS n
FROM {table}
WHERE (load_id < {old} OR load_id > {future})
    AND load_id NOT IN (SELECT load_id FROM {commits})
GROUP BY
    tenant_id,
    record_id,
    version,
    load_id`, db.Args{
			"old":    db.FirstLoadAt(o.Now.Add(-v.sweepAge)),
			"future": db.FirstLoadAt(o.Now.Add(fromTheFuture)),
		}),
	}))
}

// unloggedSQL finds commits that load_log does not know: a writer that died
// between the two, or someone else's row.
func (v *Verifier) unloggedSQL() db.SQL {
	return db.SQL(v.db.SQL(`
SELECT
    c.tenant_id AS tenant_id,
    c.record_id AS record_id,
    c.version AS version,
    toString(c.load_id) AS load_id,
    concat('committed ', toString(c.committed_at), ' by run ', c.run_id) AS detail
FROM {commits} AS c
WHERE c.load_id NOT IN (SELECT load_id FROM {load_log} WHERE outcome = {committed})
ORDER BY
    tenant_id,
    record_id`, db.Args{"committed": ddl.Committed}))
}
