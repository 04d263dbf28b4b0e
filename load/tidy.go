package load

import (
	"context"
	"fmt"

	"callrecords/load/engine"
)

// partsBound is how many parts one partition may have when a short-lived
// process leaves. Background merges need time that such a process does not
// give them; without a bound, every run would add parts and slow down the next.
const partsBound = 8

// CompactParts merges what has grown past the bound. A merge takes in only as many
// parts as pay off, so that a large part is not written again for a few small
// ones; tidying often costs little. Patch parts do not count: they go with the
// parts that they patch.
func (w *Warehouse) CompactParts(ctx context.Context) error {
	type partition struct {
		Table, ID string
		Parts     uint64
	}
	crowded, err := query[partition](ctx, w, fmt.Sprintf(
		"SELECT table AS Table, partition_id AS ID, count() AS Parts FROM %s "+
			"WHERE database = %s AND active AND NOT startsWith(partition_id, 'patch-') GROUP BY table, partition_id "+
			"HAVING Parts > %d * uniqExact(hostName())",
		w.system("parts"), engine.Quote(w.database), partsBound))
	if err != nil {
		return fmt.Errorf("read the parts: %w", err)
	}
	for _, p := range crowded {
		how := ""
		if p.Parts > 2*partsBound { // the engine finds that no merge pays off, again and again
			how = " FINAL"
		}
		if err := w.merge(ctx, p.Table, p.ID, how); err != nil {
			return err
		}
	}
	return nil
}

// merge merges parts of one partition of a table that holds rows: as many as
// pay off, or with FINAL all.
func (w *Warehouse) merge(ctx context.Context, table, partition, how string) error {
	return w.exec(ctx, "merge "+table, fmt.Sprintf("OPTIMIZE TABLE %s PARTITION ID %s%s", w.everywhere(table), engine.Quote(partition), how))
}
