package commit

import (
	"context"
	"fmt"

	"callrecords/load/db"
)

// partsBound is how many parts one partition may have when a short-lived
// process leaves. Background merges need time that such a process does not
// give them; without a bound, every run would add parts and slow down the next.
const partsBound = 8

// CompactParts merges what has grown past the bound. A merge takes in only as
// many parts as pay off, so that a large part is not written again for a few
// small ones. Patch parts do not count: they go with the parts that they patch.
func (c *Committer) CompactParts(ctx context.Context) error {
	_, store := c.db.Databases()
	crowded, err := db.Query[struct {
		Table string `json:"table"`
		ID    string `json:"partition_id"`
		Parts uint64 `json:"parts"`
	}](ctx, c.db, `
SELECT
    table,
    partition_id,
    count() AS parts
FROM {system_parts}
WHERE database = {store}
    AND active
    AND NOT startsWith(partition_id, 'patch-')
GROUP BY
    table,
    partition_id
HAVING parts > {bound} * uniqExact(hostName())`, db.Args{
		"system_parts": db.SQL(c.db.System("parts")), "store": store, "bound": partsBound,
	})
	if err != nil {
		return fmt.Errorf("read the parts: %w", err)
	}
	for _, p := range crowded {
		// Far over the bound, the engine finds again and again that no merge pays off.
		whole := p.Parts > 2*partsBound
		if err := c.db.Merge(ctx, p.Table, p.ID, whole); err != nil {
			return err
		}
	}
	return nil
}
