package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"callrecords/cmd/exporter/internal/export"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load"
	"callrecords/load/engine"
)

// since is when the demo first ran on a warehouse. The tenant's time stands
// still there, so that a second run finds the same calls.
func since(ctx context.Context, o export.Options) (time.Time, error) {
	now := time.Now().UTC().Truncate(time.Second)
	if folder, ok := o.Config.Warehouse.Embedded(); ok {
		return noted(folder, now)
	}
	w, store, err := o.Opener.Open(ctx, o.Config, warehouse.ToLoad, o.Logger)
	if err != nil {
		return now, err
	}
	at, err := stored(ctx, w, store, o.Config.Warehouse.Database, now)
	return at, errors.Join(err, store.Close())
}

// noted is the time that a file in an embedded warehouse's folder holds; now,
// when there is none yet.
func noted(folder string, now time.Time) (time.Time, error) {
	file := filepath.Join(folder, "demo-since")
	text, err := os.ReadFile(file)
	if err == nil {
		at, err := time.Parse(time.RFC3339, string(text))
		if err != nil {
			return at, fmt.Errorf("%s: %w; remove the folder to begin again", file, err)
		}
		return at, nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return now, fmt.Errorf("demo: %w; choose another folder with --data", err)
	}
	return now, os.WriteFile(file, []byte(now.Format(time.RFC3339)), 0o600)
}

// stored is the time that a served warehouse holds, in a view of one constant:
// the first demo makes it, and of several at once only one does.
func stored(
	ctx context.Context, w *load.Warehouse, store engine.Engine, database string, now time.Time,
) (time.Time, error) {
	view := engine.Qualify(database, "demo_since")
	err := store.Exec(ctx, fmt.Sprintf("CREATE VIEW IF NOT EXISTS %s AS SELECT %s AS since",
		view, engine.Quote(now.Format(time.RFC3339))))
	if err != nil {
		return now, fmt.Errorf("create view demo_since: %w", err)
	}
	rows, err := w.Text(ctx, "SELECT since FROM "+view)
	if err == nil && len(rows) != 2 {
		err = fmt.Errorf("%d rows instead of one", len(rows)-1)
	}
	if err == nil {
		now, err = time.Parse(time.RFC3339, rows[1][0])
	}
	if err != nil {
		return now, fmt.Errorf("view %s: %w; drop it, and the demo's rows, to begin again", view, err)
	}
	return now, nil
}
