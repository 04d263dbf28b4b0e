package main

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/load"
	"callrecords/load/db"
	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/server"
)

// embeddedPath is the folder of an embedded warehouse, and whether it is one.
func embeddedPath(c config.Warehouse) (string, bool) {
	return strings.CutPrefix(c.URL, "embedded:")
}

// openEngine opens the engine that the configuration names. Names without a
// database are looked up in the given one; it must be there, unless it is "".
func openEngine(ctx context.Context, c config.Config, database string, log *slog.Logger) (engine.Engine, error) {
	w := c.Warehouse
	if path, ok := embeddedPath(w); ok {
		return embedded.Open(ctx, embedded.Options{Path: path, Database: database, TempDir: c.Export.TempDir})
	}
	password := w.Password
	if w.PasswordFile != "" {
		var err error
		if password, err = config.ReadSecret(w.PasswordFile); err != nil {
			return nil, fmt.Errorf("warehouse.password_file: %w", err)
		}
	}
	opts := server.Options{
		URL: w.URL, Database: database, User: w.User, Password: password.Reveal(),
		CAFile: w.CAFile, ClientCertFile: w.ClientCertificateFile, ClientKeyFile: w.ClientKeyFile,
		Logger: log,
	}
	if w.Cluster != "" {
		opts.Settings = db.ClusterSettings()
	}
	return server.Open(ctx, opts)
}

// warehouseOn is the warehouse that the configuration names, on an engine.
func warehouseOn(store engine.Engine, c config.Warehouse, log *slog.Logger) *load.Warehouse {
	return load.New(store, load.Options{Database: c.Database, Cluster: c.Cluster, Program: version(), Logger: log})
}

// openWarehouse opens the warehouse and makes what it lacks. The caller closes
// the engine.
func (p *program) openWarehouse(ctx context.Context, c config.Config, log *slog.Logger) (*load.Warehouse, engine.Engine, error) {
	store, err := openEngine(ctx, c, "", log)
	if err != nil {
		return nil, nil, err
	}
	if p.around != nil {
		store = p.around(store)
	}
	w := warehouseOn(store, c.Warehouse, log)
	if err := w.Migrate(ctx); err != nil {
		store.Close()
		return nil, nil, fmt.Errorf("warehouse %s: %w", c.Warehouse.URL, err)
	}
	return w, store, nil
}

// openStore opens the warehouse for a command that only makes sense where one
// is. The caller closes the engine.
func (p *program) openStore(ctx context.Context, c config.Config, log *slog.Logger) (*load.Warehouse, engine.Engine, error) {
	if err := needStore(c.Warehouse); err != nil {
		return nil, nil, err
	}
	return p.openWarehouse(ctx, c, log)
}

// needStore refuses an embedded warehouse that is not there: asking would make
// an empty one.
func needStore(c config.Warehouse) error {
	path, ok := embeddedPath(c)
	if !ok {
		return nil
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("warehouse %s: %w; make it with exporter run, or try exporter demo", path, reason(err))
	}
	return nil
}

// reason is a file error without the path that the caller names.
func reason(err error) error {
	if e, ok := err.(*fs.PathError); ok {
		return e.Err
	}
	return err
}
