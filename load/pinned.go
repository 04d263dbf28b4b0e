package load

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// pinnedLoads is how many loads one condition names: it must stay below the
// 256 KiB that a statement may have (ClickHouse, max_query_size).
const pinnedLoads = 10_000

// pinned turns a condition on whole loads into conditions that every node of a
// cluster understands alike: the loads themselves, by id. A replica that lags
// behind, or is being made anew, would answer a subquery on the commits with
// fewer of them, and take live rows for dead. One node can be asked directly.
func (w *Warehouse) pinned(ctx context.Context, table, where string) ([]string, error) {
	if w.cluster == "" {
		return []string{where}, nil
	}
	type row struct{ ID uint64 }
	rows, err := query[row](ctx, w, fmt.Sprintf("SELECT DISTINCT load_id AS ID FROM %s WHERE %s ORDER BY ID", w.name(table), where))
	if err != nil {
		return nil, fmt.Errorf("name the loads to delete from %s: %w", table, err)
	}
	var conditions []string
	for lot := range slices.Chunk(rows, pinnedLoads) {
		ids := make([]string, len(lot))
		for i, r := range lot {
			ids[i] = fmt.Sprint(r.ID)
		}
		conditions = append(conditions, "load_id IN ("+strings.Join(ids, ", ")+")")
	}
	return conditions, nil
}
