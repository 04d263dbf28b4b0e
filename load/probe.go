package load

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
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

// SelfTest does what a load does, on a table of its own that it drops again. The
// error names the statement that the engine refused.
func (w *Warehouse) SelfTest(ctx context.Context) error {
	probe := ddl.LoadLog
	probe.Name = fmt.Sprintf("probe_%d", w.NextLoadID(time.Now()))
	for _, statement := range w.createProbe(probe) {
		if err := w.exec(ctx, "create a table", statement); err != nil {
			return errors.Join(err, w.drop(ctx, probe.Name))
		}
	}
	row := entry{"", "", uint64(0), uint64(0), "", "", uint32(0), uint32(0), uint32(0), uint32(0), "", time.Now()}
	err := w.write(ctx, probe, []entry{row})
	if err == nil {
		err = w.delete(ctx, probe.Name, "load_id = 0")
	}
	return errors.Join(err, w.drop(ctx, probe.Name))
}

// createProbe are the statements that make a table, and on a cluster its face.
func (w *Warehouse) createProbe(probe db.Table) []string {
	statements := []string{w.place(probe).CreateTable(w.stored(probe.Name))}
	if w.cluster != "" {
		statements = append(statements, w.overTable(probe).create(w.placement))
	}
	return statements
}

// drop takes a table away again, and its face first.
func (w *Warehouse) drop(ctx context.Context, name string) (err error) {
	for _, target := range slices.Compact([]string{w.everywhere(name), w.stored(name)}) {
		err = errors.Join(err, w.exec(ctx, "drop a table", "DROP TABLE IF EXISTS "+target))
	}
	return err
}
