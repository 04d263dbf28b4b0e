package load

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"callrecords/schema"
)

// Warehouse is one database of an engine, with its tables and views. It may be
// used from several goroutines.
type Warehouse struct {
	engine   Engine
	database string
	sweepAge time.Duration
	ids      *LoadIDs
	log      *slog.Logger
}

// Options configure a warehouse.
type Options struct {
	Database string        // default callrecords
	SweepAge time.Duration // loads that are older and not live are dead; default 6 h
	Logger   *slog.Logger  // default: discard
}

// withDefaults fills in what is not set.
func (o Options) withDefaults() Options {
	if o.Database == "" {
		o.Database = "callrecords"
	}
	if o.SweepAge == 0 {
		o.SweepAge = 6 * time.Hour
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// New is a warehouse on an engine. It asks nothing of the engine yet.
func New(engine Engine, opts Options) *Warehouse {
	opts = opts.withDefaults()
	return &Warehouse{
		engine: engine, database: opts.Database, sweepAge: opts.SweepAge,
		ids: NewLoadIDs(), log: opts.Logger,
	}
}

// NextLoadID is a fresh load id: every attempt to load a version takes one.
func (w *Warehouse) NextLoadID(now time.Time) uint64 { return w.ids.Next(now) }

// name is a table or view of the warehouse, quoted.
func (w *Warehouse) name(table string) string { return schema.Qualify(w.database, table) }

// exec runs one statement and names it in the error.
func (w *Warehouse) exec(ctx context.Context, what, sql string) error {
	if err := w.engine.Exec(ctx, sql); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
