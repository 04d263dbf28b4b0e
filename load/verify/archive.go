package verify

import (
	"callrecords/load/db"
	"callrecords/load/ddl"
)

// onlyInArchiveSQL finds records of which the archive has pages and no load is
// live: they were set aside, or their commit is gone. Pages of loads in flight
// do not count.
func (v *Verifier) onlyInArchiveSQL(o Options) db.SQL {
	return db.SQL(v.db.SQL(`
SELECT
    p.tenant_id AS tenant_id,
    p.record_id AS record_id,
    argMax(p.version, p.load_id) AS version,
    toString(max(p.load_id)) AS load_id,
    concat(toString(count()), ' pages') AS detail
FROM {raw_pages} AS p
WHERE p.record_id != ''
    AND (p.tenant_id, p.record_id) NOT IN (SELECT tenant_id, record_id FROM {commits})
    AND (p.load_id < {in_flight} OR p.load_id IN (SELECT load_id FROM {load_log}))
GROUP BY
    p.tenant_id,
    p.record_id
ORDER BY
    tenant_id,
    record_id`, db.Args{"in_flight": db.FirstLoadAt(o.Now.Add(-v.sweepAge / 2))}))
}

// notInArchiveSQL finds live loads of which the archive has no whole pages of
// that version, under their own load id or an earlier one (a replay writes
// none). Pages are whole as far as the archive can tell: they begin with the
// first kind of page and none is left out between. Pages missing at the end do
// not show here.
func (v *Verifier) notInArchiveSQL(o Options) db.SQL {
	var first []string
	for _, f := range v.db.Families() {
		first = append(first, string(f.Pages[0].Kind))
	}
	return db.SQL(v.db.SQL(`
SELECT
    c.tenant_id AS tenant_id,
    c.record_id AS record_id,
    c.version AS version,
    toString(c.load_id) AS load_id,
    if(archived.version = 0,
        'no whole pages of any version',
        concat('whole pages of version ', toString(archived.version))) AS detail
FROM (
    SELECT
        tenant_id,
        record_id,
        version,
        load_id
    FROM {commits}
    WHERE load_id >= {since}
) AS c
LEFT JOIN (
    SELECT
        tenant_id,
        record_id,
        max(greatest(listed, written)) AS version
    FROM (
        SELECT
            tenant_id,
            record_id,
            load_id,
            max(version) AS listed
        FROM {raw_pages}
        WHERE load_id NOT IN (SELECT load_id FROM {load_log} WHERE outcome = {refused})
        GROUP BY
            tenant_id,
            record_id,
            load_id
        HAVING uniqExact(page_index) = max(page_index) + 1
            AND countIf(kind IN ({first_kinds})) > 0
            AND countIf(kind = 'refused') = 0
    ) AS whole
    LEFT JOIN (
        SELECT
            load_id,
            max(version) AS written
        FROM {load_log}
        GROUP BY load_id
    ) AS ended USING (load_id)
    GROUP BY
        tenant_id,
        record_id
) AS archived ON c.tenant_id = archived.tenant_id AND c.record_id = archived.record_id
WHERE archived.version < c.version
ORDER BY
    tenant_id,
    record_id`, db.Args{
		"since": db.FirstLoadAt(o.ArchivedSince), "first_kinds": first, "refused": ddl.Refused,
	}))
}
