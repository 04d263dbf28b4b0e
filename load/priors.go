package load

import (
	"context"
	"fmt"
	"slices"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/schema"
)

// prior is what the commits say of a record before another one.
type prior struct {
	version uint64   // the newest
	loads   []uint64 // all that are, or soon may be, behind the settle line
}

// priors reads what is committed of records. What our clock, the line or
// settled_loads call old counts as settled, and what soon will be: the line may
// move between this look and the commit, but not by the sweep age, since a load
// half as old does not commit.
func (w *Warehouse) priors(ctx context.Context, now time.Time, loads []schema.Load) (map[recordKey]prior, error) {
	ids := map[string][]string{}
	for _, l := range loads {
		ids[l.TenantID] = append(ids[l.TenantID], l.RecordID)
	}
	soon := firstLoadAt(now.Add(w.sweepAge - w.settleAge))
	all := map[recordKey]prior{}
	for tenant, ids := range ids {
		for lot := range slices.Chunk(ids, lotSize) {
			if err := w.addPriors(ctx, tenant, lot, soon, all); err != nil {
				return nil, fmt.Errorf("read what is committed of %d records: %w", len(lot), err)
			}
		}
	}
	return all, nil
}

// addPriors reads those of some records of a tenant. Rows that merges have not
// taken away yet count: to replace a load that nobody sees does no harm.
func (w *Warehouse) addPriors(ctx context.Context, tenant string, ids []string, before uint64, all map[recordKey]prior) error {
	type row struct {
		ID      string
		Version uint64
		Loads   []uint64
	}
	of := func(t db.Table, loads string) string {
		return fmt.Sprintf("SELECT record_id, version, %s AS ids FROM %s WHERE %s", loads, w.name(t.Name), ofRecords(tenant, ids))
	}
	rows, err := query[row](ctx, w, fmt.Sprintf(
		"SELECT record_id AS ID, max(version) AS Version, arraySort(groupUniqArrayArray(ids)) AS Loads FROM (%s UNION ALL %s) GROUP BY record_id",
		of(ddl.Loads, fmt.Sprintf("arrayFilter(id -> id < greatest(%d, %s), arrayPushFront(replaces, load_id))", before, w.line())),
		of(ddl.SettledLoads, "[load_id]")))
	for _, r := range rows {
		all[recordKey{tenant, r.ID}] = prior{r.Version, r.Loads}
	}
	return err
}
