package load

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"callrecords/load/archive"
	"callrecords/load/commit"
	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/load/ledger"
	"callrecords/load/reference"
	"callrecords/load/verify"
	"callrecords/schema"
)

// Warehouse is a warehouse on an engine, by what it does. It may be used from
// several goroutines.
type Warehouse struct {
	Schema    *ddl.Schema       // what must be there: plan and apply
	Commits   *commit.Committer // rows, commits, and the care of both
	Archive   *archive.Archive  // pages as Graph sent them
	Reference *reference.Store  // what users know and Graph does not
	Verify    *verify.Verifier  // findings, repair, explain
	db        *db.DB
}

// Options configure a warehouse.
type Options struct {
	Families  []schema.Family                          // what it holds; default the call records
	Views     []schema.View                            // that analysts read beside its own; default none
	Derived   []schema.Derived                         // columns that those read; default none
	Database  string                                   // of the views; default callrecords; the tables are in Database_store
	Cluster   string                                   // as the server's remote_servers calls it; default none: one node
	Definer   bool                                     // views run with the rights of whoever made them; not on a cluster
	Program   string                                   // version of the program, for schema_versions; default none
	SweepAge  time.Duration                            // loads half as old must not commit; default commit.SweepAge
	SettleAge time.Duration                            // loads so old are settled; more than SweepAge; default commit.SettleAge
	Logger    *slog.Logger                             // default: discard
	Clock     func(context.Context) (time.Time, error) // that all who use it share; default the engine's
}

// New is a warehouse on an engine. It asks nothing of the engine yet.
func New(e engine.Engine, o Options) *Warehouse {
	if len(o.Families) == 0 {
		o.Families = []schema.Family{schema.CallRecords}
	}
	o.Families = schema.WithDerived(o.Families, o.Derived)
	d := db.New(e, ddl.Objects(o.Families, o.Views), db.Options{
		Families: o.Families,
		Views:    o.Views,
		Database: cmp.Or(o.Database, "callrecords"),
		Cluster:  o.Cluster,
		Definer:  o.Definer,
		Logger:   o.Logger,
		Clock:    o.Clock,
	})
	commits := commit.New(d, commit.Options{SweepAge: o.SweepAge, SettleAge: o.SettleAge})
	return &Warehouse{
		Schema:    ddl.New(d, o.Program),
		Commits:   commits,
		Archive:   archive.New(d),
		Reference: reference.New(d, o.Program),
		Verify:    verify.New(d, commits, o.SweepAge),
		db:        d,
	}
}

// Ledger is the ledger of one of the warehouse's families.
func (w *Warehouse) Ledger(family schema.Family) *ledger.Ledger { return ledger.New(w.db, family) }

// Text runs a statement in which {NAME} stands for a table or view of the
// warehouse, and returns its result as text: the column names, then the rows.
func (w *Warehouse) Text(ctx context.Context, sql string) ([][]string, error) {
	return w.db.Text(ctx, sql, nil)
}

// Now is the time by the clock that all who use the warehouse share: the
// engine's.
func (w *Warehouse) Now(ctx context.Context) (time.Time, error) { return w.db.Now(ctx) }

// CheckClock holds this machine's clock against it. Minutes of difference are a
// *[db.ClockError].
func (w *Warehouse) CheckClock(ctx context.Context) error {
	_, err := w.db.CheckClock(ctx, time.Now())
	return err
}

// Migrate makes what the warehouse lacks: [ddl.Schema.Apply] without the plan.
func (w *Warehouse) Migrate(ctx context.Context) error {
	_, err := w.Schema.Apply(ctx)
	return err
}
