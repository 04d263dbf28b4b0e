package commit

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
)

// NeedsSweep says whether enough is dead for a sweep of that age to pay: more than a
// tenth of all rows. It is cheap and rough: what is stored, by the engine's own account,
// against what the commits declare. Loads that are too young to be swept do not count,
// but for those that were never committed.
func (c *Committer) NeedsSweep(ctx context.Context, age time.Duration) (bool, error) {
	now, err := c.db.Now(ctx)
	if err != nil {
		return false, err
	}
	var tables []string
	for _, t := range c.db.DataTables() {
		tables = append(tables, c.db.Local(t.StoredName()))
	}
	_, store := c.db.Databases()
	r, err := db.QueryRow[struct {
		Stored uint64 `json:"stored"`
		Spared uint64 `json:"spared"`
	}](ctx, c.db, `
SELECT
    (
        SELECT sum(rows)
        FROM {system_parts}
        WHERE active
            AND NOT startsWith(partition_id, 'patch-')
            AND database = {store}
            AND table IN ({tables})
    ) AS stored,
    (
        SELECT sum(arraySum(mapValues(row_counts)))
        FROM {commits}
        WHERE load_id < {cutoff}
    ) + (
        SELECT sum(arraySum(mapValues(row_counts)))
        FROM {load_log}
        WHERE load_id >= {cutoff}
            AND outcome = {committed}
    ) AS spared`, db.Args{
		"cutoff": db.FirstLoadAt(now.Add(-age)), "committed": ddl.Committed,
		"system_parts": db.SQL(c.db.System("parts")), "store": store, "tables": tables,
	})
	if err != nil {
		return false, fmt.Errorf("compare what is stored with what is live: %w", err)
	}
	return r.Stored > r.Spared && (r.Stored-r.Spared)*enough > r.Stored, nil
}
