package commit

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/schema"
)

// superseded is what the commits say of a record before another one.
type superseded struct {
	version uint64   // the newest
	loads   []uint64 // all that are, or soon may be, behind the settle line
}

// superseded reads what is committed of records. A load counts as settled if it
// is behind the line or could be before we commit. We may be up to sweepAge/2
// old, so everything within sweepAge of the line is included. To replace a load
// that nobody sees does no harm, so rows that merges have not taken away yet
// count too.
func (c *Committer) superseded(
	ctx context.Context,
	now time.Time,
	loads []schema.Load,
) (map[db.RecordKey]superseded, error) {
	ids := map[string][]string{}
	for _, l := range loads {
		ids[l.TenantID] = append(ids[l.TenantID], l.RecordID)
	}
	soon := db.FirstLoadAt(now.Add(c.sweepAge - c.settleAge))
	all := map[db.RecordKey]superseded{}
	for tenant, ids := range ids {
		for chunk := range db.Chunks(ids, func(id string) int { return 2 * db.Named(id) }) {
			rows, err := db.Query[struct {
				RecordID string   `json:"record_id"`
				Newest   uint64   `json:"newest"`
				Loads    []uint64 `json:"loads"`
			}](ctx, c.db, `
SELECT
    record_id,
    max(version) AS newest,
    arraySort(groupUniqArrayArray(ids)) AS loads
FROM (
    SELECT
        record_id,
        version,
        arrayFilter(id -> id < greatest({soon}, {line}), arrayPushFront(replaces, load_id)) AS ids
    FROM {loads}
    WHERE {of_records}
    UNION ALL
    SELECT
        record_id,
        version,
        [load_id] AS ids
    FROM {settled_loads}
    WHERE {of_records}
)
GROUP BY record_id`, db.Args{
				"soon": soon, "line": ddl.LineSQL(c.db), "of_records": db.OfRecords(tenant, chunk),
			})
			if err != nil {
				return nil, fmt.Errorf("read what is committed of %d records: %w", len(chunk), err)
			}
			for _, r := range rows {
				all[db.RecordKey{TenantID: tenant, RecordID: r.RecordID}] = superseded{r.Newest, r.Loads}
			}
		}
	}
	return all, nil
}
