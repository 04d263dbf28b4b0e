// Package warehouse opens the warehouse that the configuration names, for what
// a command wants of it.
package warehouse

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"

	"callrecords/analysis"
	"callrecords/cmd/exporter/internal/config"
	"callrecords/load"
	"callrecords/load/db"
	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/server"
	"callrecords/schema"
)

// Opener opens warehouses for one program.
type Opener struct {
	Families []schema.Family                   // that the warehouse holds
	Program  string                            // its version, for the tables that tell who wrote
	Stderr   io.Writer                         // is told when the schema is behind
	Around   func(engine.Engine) engine.Engine // a test's own engine around the warehouse's; nil for none
}

// OpenEngine opens the engine that the configuration names. Names without a
// database are looked up in the given one; it must be there, unless it is "". Who only
// reads gets a [Shared] store where another process holds it.
func OpenEngine(
	ctx context.Context, c config.Config, database string, reads bool, log *slog.Logger,
) (engine.Engine, error) {
	w := c.Warehouse
	if folder, ok := w.Embedded(); ok {
		return openStore(ctx, embedded.Options{
			Path: folder, Database: database, TempDir: c.Export.TempDir,
		}, reads, log)
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

// On is the warehouse that the configuration names, on an engine; nil for the
// statements alone.
func (o Opener) On(store engine.Engine, c config.Config, log *slog.Logger) (*load.Warehouse, error) {
	views, err := analysis.Views(c.Analysis.Options())
	if err != nil {
		return nil, fmt.Errorf("views of analysts: %w", err)
	}
	derived, err := analysis.Derived(c.Analysis.Options())
	if err != nil {
		return nil, fmt.Errorf("columns of the views of analysts: %w", err)
	}
	return load.New(store, load.Options{
		Families: o.Families, Views: views, Derived: derived,
		Database: c.Warehouse.Database, Cluster: c.Warehouse.Cluster,
		Definer: c.Warehouse.SQLSecurity == config.Definer,
		Program: o.Program, Logger: log,
	}), nil
}

// Access is what a command wants of the warehouse.
type Access int

// What a command may want.
const (
	ToPlan  Access = iota // writes nothing; whatever is there, or nothing: the command is about the schema
	ToApply               // the same, and changes the schema
	ToRead                // writes nothing; says when the schema is behind
	ToCare                // writes rows, and refuses to when the schema is behind
	ToLoad                // makes whatever is missing, first of all the store
)

// Open opens the warehouse. Whoever wants to write is held against its clock
// first (*[db.ClockError]). The caller closes the engine.
func (o Opener) Open(
	ctx context.Context, c config.Config, a Access, log *slog.Logger,
) (*load.Warehouse, engine.Engine, error) {
	if a == ToRead || a == ToCare {
		if err := NeedStore(c.Warehouse); err != nil {
			return nil, nil, err
		}
	}
	store, err := OpenEngine(ctx, c, "", a == ToPlan || a == ToRead, log)
	if err != nil {
		return nil, nil, err
	}
	if o.Around != nil {
		store = o.Around(store)
	}
	w, err := o.On(store, c, log)
	if err == nil && (a == ToCare || a == ToLoad) {
		err = w.CheckClock(ctx)
	}
	switch {
	case err != nil:
	case a == ToLoad:
		err = w.Migrate(ctx)
	case a == ToRead || a == ToCare:
		err = o.CheckSchema(ctx, w, a)
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

// CheckSchema compares the schema with this version's and changes nothing. A
// reader is told of a difference; whoever writes is refused.
func (o Opener) CheckSchema(ctx context.Context, w *load.Warehouse, a Access) error {
	plan, err := w.Schema.Plan(ctx)
	if err != nil {
		return err
	}
	if a == ToCare {
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
			o.Stderr,
			"exporter: the schema is behind this version in %d places; answers may be wrong or missing: "+
				"exporter schema apply brings it up to date, exporter schema plan shows how\n",
			n,
		)
	}
	return nil
}

// Use opens the warehouse, does something with it, and closes it.
func (o Opener) Use(
	ctx context.Context, c config.Config, a Access, log *slog.Logger,
	do func(ctx context.Context, w *load.Warehouse) error,
) error {
	w, store, err := o.Open(ctx, c, a, log)
	if err != nil {
		return err
	}
	return errors.Join(do(ctx, w), store.Close())
}

// Rest has an embedded engine give back the memory that it has no use for until the next
// statement. A server cares for itself.
func Rest(ctx context.Context, store engine.Engine, c config.Warehouse) error {
	if _, ok := c.Embedded(); !ok {
		return nil
	}
	return store.Exec(ctx, embedded.Release)
}

// NeedStore refuses an embedded warehouse that is not there: asking would make
// an empty one.
func NeedStore(c config.Warehouse) error {
	folder, ok := c.Embedded()
	if !ok {
		return nil
	}
	if _, err := os.Stat(folder); err != nil {
		if e, ok := errors.AsType[*fs.PathError](err); ok {
			err = e.Err // which leaves out the path
		}
		return fmt.Errorf("warehouse %s: %w; make it with exporter run, or try exporter demo", folder, err)
	}
	return nil
}
