package load

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"callrecords/load/engine"
)

// Warehouse is one database of an engine, with its tables and views. It may be
// used from several goroutines.
type Warehouse struct {
	placement
	engine              engine.Engine
	program             string
	sweepAge, settleAge time.Duration
	ids                 *LoadIDs
	log                 *slog.Logger
}

// Options configure a warehouse.
type Options struct {
	Database  string        // default callrecords
	Cluster   string        // as the server's remote_servers calls it; default none: one node
	Program   string        // version of the program, for schema_versions; default none
	SweepAge  time.Duration // loads half as old must not commit; default SweepAge
	SettleAge time.Duration // loads so old are settled; more than SweepAge; default SettleAge
	Logger    *slog.Logger  // default: discard
}

// withDefaults fills in what is not set.
func (o Options) withDefaults() Options {
	if o.Database == "" {
		o.Database = "callrecords"
	}
	if o.SweepAge == 0 {
		o.SweepAge = SweepAge
	}
	if o.SettleAge == 0 {
		o.SettleAge = SettleAge
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// New is a warehouse on an engine. It asks nothing of the engine yet.
func New(engine engine.Engine, opts Options) *Warehouse {
	opts = opts.withDefaults()
	return &Warehouse{
		placement: placement{database: opts.Database, cluster: opts.Cluster},
		engine:    engine, program: opts.Program, sweepAge: opts.SweepAge, settleAge: opts.SettleAge,
		ids: NewLoadIDs(), log: opts.Logger,
	}
}

// NextLoadID is a fresh load id: every attempt to load a version takes one.
func (w *Warehouse) NextLoadID(now time.Time) uint64 { return w.ids.Next(now) }

// exec runs one statement and names it in the error.
func (w *Warehouse) exec(ctx context.Context, what, sql string) error {
	if err := w.engine.Exec(ctx, sql); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
