package load

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callrecords/schema"
)

// unknownSetting is ClickHouse's UNKNOWN_SETTING, badArguments what servers
// without patch parts say to the value.
const (
	unknownSetting = 115
	badArguments   = 36
)

// Sweep deletes the rows of dead loads: older than the sweep age, and not
// live. Loads in flight are younger, and one that is not must not commit. The
// vault is not swept. It returns the number of rows that it found dead.
func (w *Warehouse) Sweep(ctx context.Context, now time.Time) (rows uint64, err error) {
	for _, t := range schema.Tables() {
		dead := fmt.Sprintf("load_id < %d AND load_id NOT IN (%s)", firstLoadAt(now.Add(-w.sweepAge)), w.live())
		n, err := w.count(ctx, t.Stored(), dead)
		if err != nil {
			return rows, err
		}
		if n == 0 {
			continue
		}
		if err := w.delete(ctx, t.Stored(), dead); err != nil {
			return rows, fmt.Errorf("%d rows of other tables are swept: %w", rows, err)
		}
		rows += n
	}
	return rows, nil
}

// count is the number of rows of a table that a condition finds.
func (w *Warehouse) count(ctx context.Context, table, where string) (uint64, error) {
	type row struct{ N uint64 }
	rows, err := query[row](ctx, w, fmt.Sprintf("SELECT count() AS N FROM %s WHERE %s", w.name(table), where))
	if err != nil {
		return 0, fmt.Errorf("count dead rows of %s: %w", table, err)
	}
	return rows[0].N, nil
}

// delete removes rows by patch parts where the engine has them (a tenth of a
// second instead of many), by a classic lightweight delete elsewhere.
func (w *Warehouse) delete(ctx context.Context, table, where string) error {
	sql := fmt.Sprintf("DELETE FROM %s WHERE %s", w.name(table), where)
	err := w.exec(ctx, "sweep "+table, sql+" SETTINGS lightweight_delete_mode = 'lightweight_update'")
	if e, ok := errors.AsType[*Exception](err); ok && (e.Code == unknownSetting || e.Code == badArguments) {
		return w.exec(ctx, "sweep "+table, sql)
	}
	return err
}
