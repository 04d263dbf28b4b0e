package commit

import (
	"context"
	"fmt"

	"callrecords/load/db"
)

// NeedsSweep says whether enough is dead for a sweep to pay: more than a tenth of
// all rows. It is cheap and rough: what is stored, by the engine's own account,
// against what the commits declare. Young loads that were superseded count, too.
func (c *Committer) NeedsSweep(ctx context.Context) (bool, error) {
	var tables []string
	for _, t := range c.db.DataTables() {
		tables = append(tables, c.db.Local(t.StoredName()))
	}
	_, store := c.db.Databases()
	r, err := db.QueryRow[struct {
		Stored uint64 `json:"stored"`
		Live   uint64 `json:"live"`
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
    ) AS live`, db.Args{"system_parts": db.SQL(c.db.System("parts")), "store": store, "tables": tables})
	if err != nil {
		return false, fmt.Errorf("compare what is stored with what is live: %w", err)
	}
	return r.Stored > r.Live && (r.Stored-r.Live)*enough > r.Stored, nil
}
