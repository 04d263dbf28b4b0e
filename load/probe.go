package load

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callrecords/schema"
)

// Version is the engine's version.
func (w *Warehouse) Version(ctx context.Context) (string, error) {
	type row struct{ Version string }
	rows, err := query[row](ctx, w, "SELECT version() AS Version")
	if err != nil {
		return "", fmt.Errorf("read the version: %w", err)
	}
	return rows[0].Version, nil
}

// Try does what a load does, on a table of its own that it drops again. The
// error names the statement that the engine refused.
func (w *Warehouse) Try(ctx context.Context) error {
	probe := schema.LoadLog
	probe.Name = fmt.Sprintf("probe_%d", w.NextLoadID(time.Now()))
	err := w.exec(ctx, "create a table", probe.CreateTable(w.database))
	if err != nil {
		return err
	}
	row := entry{"", "", uint64(0), uint64(0), "", "", uint32(0), uint32(0), uint32(0), uint32(0), "", time.Now()}
	if err = w.write(ctx, probe, []entry{row}); err == nil {
		err = w.delete(ctx, probe.Name, "load_id = 0")
	}
	return errors.Join(err, w.exec(ctx, "drop a table", "DROP TABLE IF EXISTS "+w.name(probe.Name)))
}
