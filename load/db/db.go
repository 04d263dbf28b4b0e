package db

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"callrecords/load/engine"
	"callrecords/schema"
)

// DB is a warehouse's two databases on an engine: what analysts see, and what
// holds rows. It may be used from several goroutines.
type DB struct {
	Placement
	engine   engine.Engine
	families []schema.Family
	views    []schema.View
	log      *slog.Logger
	ids      *LoadIDs
	clock    func(context.Context) (time.Time, error) // nil is the engine's
}

// Options configure a warehouse's databases.
type Options struct {
	Families []schema.Family                          // what the warehouse holds
	Views    []schema.View                            // that analysts read beside the warehouse's own
	Database string                                   // of the views; default callrecords; the tables are in Database_store
	Cluster  string                                   // as the server's remote_servers calls it; default none: one node
	Definer  bool                                     // views run with the rights of whoever made them; not on a cluster
	Logger   *slog.Logger                             // default: discard
	Clock    func(context.Context) (time.Time, error) // that all who use it share; default the engine's
}

// Objects are the tables and views that statements name.
type Objects struct {
	Tables []Table
	Public []string // views that analysts read
	Inner  []string // views in the store, which the exporter and other views read
	Whole  []string // of all these, what no shard of a cluster has a part of: one view over all of them
}

// New is a warehouse's databases on an engine. It asks nothing of the engine yet.
func New(e engine.Engine, objects Objects, opts Options) *DB {
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	return &DB{
		Placement: newPlacement(opts, objects),
		engine:    e, families: opts.Families, views: opts.Views, log: opts.Logger, ids: NewLoadIDs(), clock: opts.Clock,
	}
}

// OnShard names what one node of a cluster has.
func (d *DB) OnShard() *DB {
	shard := *d
	shard.Placement = d.Placement.OnShard()
	return &shard
}

// Families are the kinds of records that the warehouse holds.
func (d *DB) Families() []schema.Family { return d.families }

// Family is the family of that name; the zero one when there is none.
func (d *DB) Family(name string) schema.Family {
	for _, f := range d.families {
		if f.Name == name {
			return f
		}
	}
	return schema.Family{}
}

// Views are the views that analysts read beside the warehouse's own.
func (d *DB) Views() []schema.View { return d.views }

// DataTables are the tables of all families.
func (d *DB) DataTables() []schema.Table { return schema.Tables(d.families) }

// Log is where what was done is said.
func (d *DB) Log() *slog.Logger { return d.log }

// NextLoadID is a fresh load id: every attempt to load a version takes one.
func (d *DB) NextLoadID(now time.Time) uint64 { return d.ids.Next(now) }

// Exec runs one statement, made of a template as [Placement.SQL] has it. The
// error says what it was for.
func (d *DB) Exec(ctx context.Context, what, template string, args Args) error {
	if err := d.engine.Exec(ctx, d.SQL(template, args)); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
