package load

import (
	"context"
	"fmt"

	"callrecords/schema"
)

// partsBound is how many parts one partition may have when a short-lived
// process leaves. Background merges need time that such a process does not
// give them; without a bound, every run would add parts and slow down the next.
const partsBound = 8

// Tidy merges what has grown past the bound. A merge takes in only as many
// parts as pay off, so that a large part is not written again for a few small
// ones; tidying often costs little.
func (w *Warehouse) Tidy(ctx context.Context) error {
	type partition struct {
		Table, ID string
		Parts     uint64
	}
	crowded, err := query[partition](ctx, w, fmt.Sprintf(
		"SELECT table AS Table, partition_id AS ID, count() AS Parts FROM system.parts "+
			"WHERE database = %s AND active GROUP BY table, partition_id HAVING Parts > %d",
		schema.Quote(w.database), partsBound))
	if err != nil {
		return fmt.Errorf("read the parts: %w", err)
	}
	for _, p := range crowded {
		if err := w.exec(ctx, "merge "+p.Table, fmt.Sprintf("OPTIMIZE TABLE %s PARTITION ID %s",
			w.name(p.Table), schema.Quote(p.ID))); err != nil {
			return err
		}
	}
	return nil
}
