package main

import (
	"context"
	"errors"
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
func openEngine(
	ctx context.Context,
	c config.Config,
	database string,
	log *slog.Logger,
) (engine.Engine, error) {
	w := c.Warehouse
	if path, ok := embeddedPath(w); ok {
		return embedded.Open(
			ctx,
			embedded.Options{Path: path, Database: database, TempDir: c.Export.TempDir},
		)
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
	return load.New(store, load.Options{
		Families: familyList(), Database: c.Database, Cluster: c.Cluster, Program: version(), Logger: log,
	})
}

// access is what a command wants of the warehouse.
type access int

const (
	asIs   access = iota // whatever is there, or nothing: the schema is what the command is about
	toRead               // writes nothing; says when the schema is behind
	toCare               // writes rows, and refuses to when the schema is behind
	toLoad               // makes whatever is missing, first of all the store
)

// openWarehouse opens the warehouse. The caller closes the engine.
func (p *program) openWarehouse(
	ctx context.Context, c config.Config, a access, log *slog.Logger,
) (*load.Warehouse, engine.Engine, error) {
	if a == toRead || a == toCare {
		if err := needStore(c.Warehouse); err != nil {
			return nil, nil, err
		}
	}
	store, err := openEngine(ctx, c, "", log)
	if err != nil {
		return nil, nil, err
	}
	if p.around != nil {
		store = p.around(store)
	}
	w := warehouseOn(store, c.Warehouse, log)
	switch a {
	case toLoad:
		err = w.Migrate(ctx)
	case toRead, toCare:
		err = p.checkSchema(ctx, w, a)
	}
	if err != nil {
		store.Close()
		return nil, nil, fmt.Errorf("warehouse %s: %w", c.Warehouse.URL, err)
	}
	return w, store, nil
}

// errSchemaBehind keeps commands from writing rows into tables of another version.
var errSchemaBehind = errors.New("the schema is behind this version, and nothing was done: " +
	"exporter schema apply brings it up to date")

// checkSchema compares the schema with this version's and changes nothing. A
// reader is told of a difference; whoever writes is refused.
func (p *program) checkSchema(ctx context.Context, w *load.Warehouse, a access) error {
	plan, err := w.Schema.Plan(ctx)
	if err != nil {
		return err
	}
	if a == toCare {
		if err := plan.Refused(); err != nil {
			return err
		}
		if len(plan.Statements) > 0 {
			return errSchemaBehind
		}
		return nil
	}
	if n := len(plan.Statements) + len(plan.Refusals); n > 0 {
		fmt.Fprintf(
			p.Stderr,
			"exporter: the schema is behind this version in %d places; answers may be wrong or missing: "+
				"exporter schema apply brings it up to date, exporter schema plan shows how\n",
			n,
		)
	}
	return nil
}

// withWarehouse opens the warehouse, does something with it, and closes it.
func (p *program) withWarehouse(
	ctx context.Context, c config.Config, a access, do func(ctx context.Context, w *load.Warehouse) error,
) error {
	w, store, err := p.openWarehouse(ctx, c, a, p.logger(c.Log))
	if err != nil {
		return err
	}
	return errors.Join(do(ctx, w), store.Close())
}

// needStore refuses an embedded warehouse that is not there: asking would make
// an empty one.
func needStore(c config.Warehouse) error {
	path, ok := embeddedPath(c)
	if !ok {
		return nil
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf(
			"warehouse %s: %w; make it with exporter run, or try exporter demo",
			path,
			reason(err),
		)
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
