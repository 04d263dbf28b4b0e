package load

import (
	"fmt"

	"callrecords/load/ddl"
)

// vaulted are records of which the vault has pages and no load is live: they
// were set aside, or their commit is gone. Pages of loads in flight do not count.
func (w *Warehouse) vaulted(o VerifyOptions) string {
	return fmt.Sprintf(`%s, detail FROM (
    SELECT tenant_id, record_id, last.2 AS version, last.1 AS load_id, concat(toString(pages), ' pages') AS detail FROM (
        SELECT tenant_id, record_id, max((load_id, version)) AS last, count() AS pages
        FROM %s
        WHERE record_id != '' AND (tenant_id, record_id) NOT IN (SELECT tenant_id, record_id FROM %s)
            AND (load_id < %d OR load_id IN (SELECT load_id FROM %s))
        GROUP BY tenant_id, record_id)) ORDER BY tenant_id, record_id`, finding, w.name(ddl.RawPages.Name), w.commits(),
		firstLoadAt(o.Now.Add(-w.sweepAge/2)), w.name(ddl.LoadLog.Name))
}

// whole are the loads whose pages are whole in the vault as far as the vault can
// tell, by record and version: they begin with the record and none is left out
// between. Pages missing at the end do not show here.
func (w *Warehouse) whole() string {
	return fmt.Sprintf(`
SELECT tenant_id, record_id, load_id, greatest(listed, written) AS version
FROM (
    SELECT tenant_id, record_id, load_id, max(version) AS listed
    FROM %s GROUP BY tenant_id, record_id, load_id
    HAVING uniqExact(page_index) = max(page_index) + 1 AND countIf(kind = 'record') > 0 AND countIf(kind = 'refused') = 0
) AS v LEFT JOIN (SELECT load_id, max(version) AS written FROM %s GROUP BY load_id) AS g USING (load_id)`,
		w.name(ddl.RawPages.Name), w.name(ddl.LoadLog.Name))
}

// unvaulted are live loads of which the vault has no whole pages of that
// version, under their own load id or an earlier one (a replay writes none).
func (w *Warehouse) unvaulted(o VerifyOptions) string {
	return fmt.Sprintf(`%s, detail FROM (
    SELECT l.tenant_id AS tenant_id, l.record_id AS record_id, l.version AS version, l.load_id AS load_id,
        if(v.kept = 0, 'no whole pages of any version', concat('whole pages of version ', toString(v.kept))) AS detail
    FROM (SELECT tenant_id, record_id, version, load_id FROM %s WHERE load_id >= %d) AS l
    LEFT JOIN (SELECT tenant_id, record_id, max(version) AS kept FROM (%s) GROUP BY tenant_id, record_id) AS v
        ON l.tenant_id = v.tenant_id AND l.record_id = v.record_id
    WHERE v.kept < l.version) ORDER BY tenant_id, record_id`, finding, w.commits(), firstLoadAt(o.ArchivedSince), w.whole())
}
