package load

import (
	"fmt"
	"strings"
	"time"

	"callrecords/load/ddl"
	"callrecords/schema"
)

// eachTable joins a SELECT of every data table.
func (w *Warehouse) eachTable(selects func(t schema.Table) string) string {
	var parts []string
	for _, t := range schema.CallRecords.Tables {
		parts = append(parts, selects(t))
	}
	return strings.Join(parts, "\nUNION ALL\n")
}

// torn are the loads that the view audit lists: one that has no row at all is
// hollow.
func (w *Warehouse) torn() string {
	rows := w.eachTable(func(t schema.Table) string { return "SELECT load_id FROM " + w.name(t.StoredName()) })
	return fmt.Sprintf(`%s, kind, detail FROM (
    SELECT any(tenant_id) AS tenant_id, any(record_id) AS record_id, any(version) AS version, load_id,
        if(load_id IN (%s), '%s', '%s') AS kind,
        arrayStringConcat(arraySort(groupArray(concat(table_name, ' ', toString(found_rows), ' of ', toString(declared_rows)))), ', ') AS detail
    FROM %s GROUP BY load_id) ORDER BY tenant_id, record_id`, finding, rows, FindingIncomplete, FindingNoRows, w.name("audit"))
}

// misfiled are live loads with rows that are not of the record, tenant or
// version that their commit names: a commit row or data rows were changed.
func (w *Warehouse) misfiled() string {
	return fmt.Sprintf(`%s, detail FROM (
    SELECT l.tenant_id AS tenant_id, l.record_id AS record_id, l.version AS version, l.load_id AS load_id,
        concat(any(r.source), ' has rows of record ', any(r.record_id), ' version ', toString(any(r.version))) AS detail
    FROM (SELECT tenant_id, record_id, version, load_id FROM %s) AS l
    INNER JOIN (%s) AS r ON l.load_id = r.load_id
    WHERE (l.tenant_id, l.record_id, l.version) != (r.tenant_id, r.record_id, r.version)
    GROUP BY tenant_id, record_id, version, load_id) ORDER BY tenant_id, record_id`, finding, w.commits(),
		w.eachTable(func(t schema.Table) string {
			return fmt.Sprintf("SELECT DISTINCT '%s' AS source, tenant_id, record_id, version, load_id FROM %s WHERE load_id IN (%s)",
				t.Name, w.name(t.StoredName()), w.live())
		}))
}

// fromTheFuture is how far ahead of our clock a load id may be: no
// writer's clock is further off.
const fromTheFuture = time.Hour

// unseen are loads that are not live and that no writer can have in hand any
// more: those that load_log knows were replaced, the others (orphans) died
// before their commit, or were never ours. Behind the settle line readers see
// them all the same (surplus).
func (w *Warehouse) unseen(o VerifyOptions) string {
	return fmt.Sprintf(`%s, kind, detail FROM (
    SELECT any(tenant_id) AS tenant_id, any(record_id) AS record_id, any(version) AS version, load_id,
        multiIf(%s, '%s', load_id IN (SELECT load_id FROM %s WHERE outcome = 'committed'), '%s', '%s') AS kind, concat(toString(sum(n)), ' rows') AS detail
    FROM (%s) GROUP BY load_id) ORDER BY tenant_id, record_id`, finding, w.seen(), FindingExtraRows, w.name(ddl.LoadLog.Name), FindingDead, FindingOrphan,
		w.eachTable(func(t schema.Table) string {
			return fmt.Sprintf("SELECT tenant_id, record_id, version, load_id, count() AS n FROM %s "+
				"WHERE (load_id < %d OR load_id > %d) AND load_id NOT IN (%s) GROUP BY tenant_id, record_id, version, load_id",
				w.name(t.StoredName()), firstLoadAt(o.Now.Add(-o.SweepAge)), firstLoadAt(o.Now.Add(fromTheFuture)), w.live())
		}))
}

// unlogged are commits that load_log does not know: a writer that died between
// the two, or someone else's row.
func (w *Warehouse) unlogged() string {
	return fmt.Sprintf(`%s, detail FROM (
    SELECT tenant_id, record_id, version, load_id, concat('committed ', toString(committed_at), ' by run ', run_id) AS detail
    FROM %s WHERE load_id NOT IN (SELECT load_id FROM %s WHERE outcome = 'committed')) ORDER BY tenant_id, record_id`,
		finding, w.commits(), w.name(ddl.LoadLog.Name))
}
