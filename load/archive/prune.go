package archive

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
)

// PrunePages takes the pages that were fetched before an instant out of the
// archive, and returns how many those were. The pages of a record that was set
// aside and is not loaded since stay: nothing else has it. A month that is out
// whole is dropped, which costs nothing; the rest is deleted.
func (a *Archive) PrunePages(ctx context.Context, before time.Time) (pages uint64, err error) {
	// What to prune: old pages, but for those of loads that were set aside and of
	// whose record no load of that version, or of a newer one, is live.
	old := db.SQL(a.db.SQL(`fetched_at < {before}
    AND load_id NOT IN (
        SELECT aside.load_id
        FROM (
            SELECT
                tenant_id,
                record_id,
                version,
                load_id
            FROM {load_log}
            WHERE outcome = {set_aside}
        ) AS aside
        LEFT JOIN (
            SELECT
                tenant_id,
                record_id,
                version
            FROM {commits}
        ) AS live ON live.tenant_id = aside.tenant_id AND live.record_id = aside.record_id
        WHERE ifNull(live.record_id, '') = ''
            OR live.version < aside.version)`, db.Args{"before": before, "set_aside": ddl.SetAside}))
	months, err := db.Query[struct {
		ID  string `json:"partition_id"`
		Old uint64 `json:"old"`
		All uint64 `json:"stored"`
	}](ctx, a.db, `
SELECT
    _partition_id AS partition_id,
    countIf({old}) AS old,
    count() AS stored
FROM {raw_pages}
WHERE _partition_id IN (SELECT DISTINCT _partition_id FROM {raw_pages} WHERE fetched_at < {before})
GROUP BY partition_id
ORDER BY partition_id`, db.Args{"old": old, "before": before})
	if err != nil {
		return 0, fmt.Errorf("count old pages of the archive: %w", err)
	}
	for _, m := range months {
		switch {
		case m.Old == 0:
			continue
		case m.Old == m.All:
			err = a.db.Exec(
				ctx,
				"drop month "+m.ID+" of the archive",
				"ALTER TABLE {stored} DROP PARTITION ID {month}",
				db.Args{"stored": db.SQL(a.db.Stored(ddl.RawPages.Name)), "month": m.ID},
			)
		default:
			err = a.db.Delete(ctx, ddl.RawPages.Name, db.SQL(a.db.SQL("_partition_id = {month} AND {old}",
				db.Args{"month": m.ID, "old": old})))
		}
		if err != nil {
			return pages, fmt.Errorf("%d old pages have left the archive: %w", pages, err)
		}
		pages += m.Old
	}
	return pages, nil
}
