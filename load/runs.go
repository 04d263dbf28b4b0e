package load

import (
	"context"
	"fmt"
	"strings"
	"time"

	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// RecordRun writes the row of a finished run, linked to the run before it. Its
// hash is logged too: a log that is kept elsewhere is what the chain can be
// held against later.
func (w *Warehouse) RecordRun(ctx context.Context, r schema.Run) error {
	var reconcile uint64
	if r.Reconcile {
		reconcile = 1
	}
	row := entry{
		r.ID, r.TenantID, r.Command, reconcile, r.Window.From, r.Window.To, r.Started, r.Finished, r.Outcome,
		strings.ToValidUTF8(r.Error, "\uFFFD"),
		r.Listed, r.Due, r.Fetched, r.Loaded, r.SetAside, r.Lost, r.Left,
		r.Rows, r.Requests, r.Throttled, r.Bytes, r.OldestDueID, r.OldestDueExpires,
		"", "", // prev_hash and row_hash
	}
	if err := w.link(ctx, r.TenantID, row); err != nil {
		return err
	}
	if err := w.write(ctx, ddl.Runs, []entry{row}); err != nil {
		return err
	}
	w.log.InfoContext(ctx, "run recorded", "tenant", r.TenantID, "run", r.ID, rowHash, row[len(row)-1])
	return nil
}

// LastReconcile is when the tenant's whole retention was last listed to its
// end; the zero time for never.
func (w *Warehouse) LastReconcile(ctx context.Context, tenant string) (time.Time, error) {
	type row struct{ At int64 }
	rows, err := query[row](ctx, w, fmt.Sprintf(
		"SELECT toUnixTimestamp64Milli(max(started_at)) AS At FROM %s WHERE tenant_id = %s AND reconcile = 1 HAVING count() > 0",
		w.name(ddl.Runs.Name), engine.Quote(tenant)))
	if err != nil {
		return time.Time{}, fmt.Errorf("read the runs: %w", err)
	}
	if len(rows) == 0 {
		return time.Time{}, nil
	}
	return time.UnixMilli(rows[0].At).UTC(), nil
}
