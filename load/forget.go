package load

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/ddl"
	"callrecords/load/engine"
)

// PrunePages takes the pages that were fetched before an instant out of the vault,
// and returns how many those were. The pages of a record that was set aside and
// is not loaded since stay: nothing else has it. A month that is out whole is
// dropped, which costs nothing; the rest is deleted.
func (w *Warehouse) PrunePages(ctx context.Context, before time.Time) (pages uint64, err error) {
	months, err := w.outdated(ctx, before)
	if err != nil {
		return 0, fmt.Errorf("count old pages of the vault: %w", err)
	}
	for _, m := range months {
		if m.Old == 0 {
			continue
		}
		if err := w.forget(ctx, m, before); err != nil {
			return pages, fmt.Errorf("%d old pages have left the vault: %w", pages, err)
		}
		pages += m.Old
	}
	return pages, nil
}

// month is a partition of the vault with its pages, and those to forget.
type month struct {
	ID       string
	Old, All uint64
}

// outdated counts the old pages of every month that has some.
func (w *Warehouse) outdated(ctx context.Context, before time.Time) ([]month, error) {
	vault := w.name(ddl.RawPages.Name)
	return query[month](ctx, w, fmt.Sprintf(
		"SELECT _partition_id AS ID, countIf(%s) AS Old, count() AS All FROM %s WHERE _partition_id IN "+
			"(SELECT DISTINCT _partition_id FROM %[2]s WHERE %[3]s) GROUP BY ID ORDER BY ID",
		w.old(before), vault, fetchedBefore(before)))
}

// forget drops one month, or deletes what is old in it.
func (w *Warehouse) forget(ctx context.Context, m month, before time.Time) error {
	if m.Old == m.All {
		return w.exec(ctx, "drop month "+m.ID+" of the vault",
			fmt.Sprintf("ALTER TABLE %s DROP PARTITION ID %s", w.stored(ddl.RawPages.Name), engine.Quote(m.ID)))
	}
	return w.delete(ctx, ddl.RawPages.Name, fmt.Sprintf("_partition_id = %s AND %s", engine.Quote(m.ID), w.old(before)))
}

// old is the condition of pages to forget.
func (w *Warehouse) old(before time.Time) string {
	return fmt.Sprintf("%s AND load_id NOT IN (%s)", fetchedBefore(before), w.asideOnly())
}

func fetchedBefore(before time.Time) string { return "fetched_at < " + instantSQL(before) }

// asideOnly are the loads that were set aside and of whose record no load of
// that version, or of a newer one, is live.
func (w *Warehouse) asideOnly() string {
	return fmt.Sprintf("SELECT a.load_id FROM (SELECT tenant_id, record_id, version, load_id FROM %s WHERE outcome = 'set aside') AS a "+
		"LEFT JOIN (SELECT tenant_id, record_id, version FROM %s) AS l ON l.tenant_id = a.tenant_id AND l.record_id = a.record_id "+
		"WHERE ifNull(l.record_id, '') = '' OR l.version < a.version",
		w.name(ddl.LoadLog.Name), w.commits())
}
