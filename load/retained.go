package load

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/ddl"
	"callrecords/load/engine"
)

// CountSince is how many of a tenant's records the ledger has that started at
// or after a time.
func (w *Warehouse) CountSince(ctx context.Context, tenant string, since time.Time) (uint64, error) {
	type row struct{ N uint64 }
	rows, err := query[row](ctx, w, fmt.Sprintf(
		"SELECT uniq(record_id) AS N FROM %s WHERE tenant_id = %s AND listed.2 >= fromUnixTimestamp64Milli(%d, 'UTC')",
		w.name(ddl.Ledger.Name), engine.Quote(tenant), since.UnixMilli()))
	if err != nil {
		return 0, fmt.Errorf("count the ledger's records: %w", err)
	}
	return rows[0].N, nil
}
