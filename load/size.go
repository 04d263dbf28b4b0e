package load

import (
	"context"
	"fmt"

	"callrecords/load/db"
)

// TableSize is what one table of the warehouse takes.
type TableSize struct {
	Table string `json:"table"`
	Rows  uint64 `json:"stored"` // also those that nobody sees any more
	Bytes uint64 `json:"bytes"`  // compressed, on disk
}

// TableSizes are the tables of the warehouse that hold anything, by name. On a cluster
// they are named as the nodes have them, and all replicas add up.
func (w *Warehouse) TableSizes(ctx context.Context) ([]TableSize, error) {
	_, store := w.db.Databases()
	sizes, err := db.Query[TableSize](ctx, w.db, `
SELECT
    table,
    sum(rows) AS stored,
    sum(bytes_on_disk) AS bytes
FROM {system_parts}
WHERE database = {store}
    AND active
GROUP BY table
ORDER BY table`, db.Args{"system_parts": db.SQL(w.db.System("parts")), "store": store})
	if err != nil {
		return nil, fmt.Errorf("read the sizes of the tables: %w", err)
	}
	return sizes, nil
}
