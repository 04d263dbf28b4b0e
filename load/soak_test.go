package load_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// The soak writes versions at random, in any order, from several writers that
// die between any two statements, while merges and sweeps go on and readers
// check every record. Some seconds of it are in the suite; CALLRECORDS_TEST_SOAK
// (a duration, see `make soak`) makes it long, but not on the test server.
const (
	soakFor     = 3 * time.Second
	soakRecords = 60
	soakWriters = 4
	soakReaders = 2
	soakBatch   = 12
	soakAge     = 4 * time.Second        // the sweep age: a load of 2 s must not commit
	soakSettle  = soakAge + time.Second  // the settle age
	soakPause   = 200 * time.Millisecond // between two rounds of upkeep
	soakEnd     = 11 * day               // later than any clock of a soak
)

func TestSoakShowsNoIncompleteAndNoWrongRecord(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, e engine.Engine) {
		t.Parallel()
		s := newSoak(t, e)
		var tasks []task
		for range soakWriters {
			tasks = append(tasks, task{"writer", newWriter(s).attempt})
		}
		s.fire(t, soakDuration(t, e), s.tally.writing(), append(tasks, s.beside()...))
		s.settle(t)
		t.Log(s.tally)
	})
}

// soakDuration is how long a soak goes on.
func soakDuration(t *testing.T, e engine.Engine) time.Duration {
	text := os.Getenv("CALLRECORDS_TEST_SOAK")
	if text == "" || !isEmbedded(e) && ofOurs(e) {
		return soakFor
	}
	duration, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return duration
}

// soak is one warehouse under fire.
type soak struct {
	engine    engine.Engine
	database  string
	settleAge time.Duration
	model     *model
	tally     *tally
}

// newSoak makes a warehouse, which goes with the test.
func newSoak(t *testing.T, e engine.Engine) *soak {
	s := &soak{
		engine: e, database: fmt.Sprintf("soak_%d", databases.Add(1)), settleAge: soakSettle,
		model: newModel(), tally: &tally{},
	}
	if err := s.warehouse(e).Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, database := range []string{s.database, s.database + "_store"} {
			if err := e.Exec(context.WithoutCancel(t.Context()), "DROP DATABASE "+database); err != nil {
				t.Error(err)
			}
		}
	})
	return s
}

// warehouse is the soak's, on an engine: each writer has one of its own.
func (s *soak) warehouse(e engine.Engine) *load.Warehouse {
	return load.New(e, load.Options{Database: s.database, SweepAge: soakAge, SettleAge: s.settleAge})
}

// task is what one of those who use the warehouse does again and again.
type task struct {
	what string
	step func(context.Context) error
}

// beside are the readers and the upkeep.
func (s *soak) beside() []task {
	tasks := []task{{"upkeep", s.upkeep}}
	for i := range soakReaders {
		tasks = append(tasks, task{"reader", (&reader{soak: s, next: i}).check})
	}
	return tasks
}

// fire runs tasks side by side: for the duration, and on a slow machine until
// all that must be tried has happened once.
func (s *soak) fire(t *testing.T, duration time.Duration, tried []*atomic.Int64, tasks []task) {
	var all sync.WaitGroup
	over := time.Now().Add(duration)
	for _, of := range tasks {
		all.Go(func() {
			for (time.Now().Before(over) || thin(tried)) && !t.Failed() {
				if err := of.step(t.Context()); err != nil {
					t.Errorf("%s: %v", of.what, err)
				}
			}
		})
	}
	all.Wait()
}

// settle asks whether each record is the one it must be; then again when the
// dead are swept and all is merged: nothing but what is live may be left.
func (s *soak) settle(t *testing.T) {
	ctx, w := t.Context(), s.warehouse(s.engine)
	final := func() error {
		const count = "SELECT count() AS n FROM %s"
		stored, err := s.number(ctx, "SELECT sum(n) FROM ("+s.each(count, "_store", "_all")+")")
		live, err2 := s.number(ctx, "SELECT sum(n) FROM ("+s.each(count, "", "")+")")
		if stored != live {
			err = errors.Join(err, fmt.Errorf("%d rows are stored after the sweep, %d live", stored, live))
		}
		return errors.Join(err, err2)
	}
	for _, step := range []func() error{
		func() error { return s.wrong(ctx) },
		func() error {
			swept, err := w.Commits.Sweep(ctx, -soakEnd)
			s.tally.swept.Add(int64(swept.Rows))
			return err
		},
		func() error { return s.merge(ctx, "FINAL") },
		func() error { return s.wrong(ctx) },
		func() error { return s.advance(ctx, time.Now().Add(s.settleAge+time.Hour)) },
		func() error { return s.wrong(ctx) },
		func() error { return s.advance(ctx, time.Now().Add(s.settleAge+2*time.Hour)) }, // takes the commits out of loads
		func() error { return s.wrong(ctx) },
		final,
		func() error {
			if left, err := s.number(ctx, "SELECT count() FROM "+s.database+"_store.loads"); err != nil || left > 0 {
				return errors.Join(err, fmt.Errorf("%d commits are left in loads when all are settled", left))
			}
			return nil
		},
	} {
		if err := step(); err != nil {
			t.Error(err)
		}
	}
}

// each is a SELECT of every data table, in which %s stands for its name with
// what is behind the names of the database and of the view.
func (s *soak) each(sql, database, suffix string) string {
	text := ""
	for i, table := range schema.CallRecords.Tables {
		if i > 0 {
			text += "\nUNION ALL\n"
		}
		text += fmt.Sprintf(sql, s.database+database+"."+table.Name+suffix)
	}
	return text
}

// merge merges all data tables and the commits.
func (s *soak) merge(ctx context.Context, how string) error {
	tables := []string{ddl.Loads.Name}
	for _, table := range schema.CallRecords.Tables {
		tables = append(tables, table.StoredName())
	}
	for _, table := range tables {
		err := s.engine.Exec(ctx, fmt.Sprintf("OPTIMIZE TABLE %s_store.%s %s", s.database, table, how))
		if err != nil {
			return fmt.Errorf("merge %s %s: %w", table, how, err)
		}
		s.tally.merges.Add(1)
	}
	return nil
}

// upkeep is what runs beside the writers: a sweep, a tidying, merges of all
// kinds. Without a pause it would leave the writers no time.
func (s *soak) upkeep(ctx context.Context) error {
	<-time.After(soakPause)
	w := s.warehouse(s.engine)
	swept, err := w.Commits.Sweep(ctx, soakAge)
	s.tally.sweeps.Add(1)
	s.tally.swept.Add(int64(swept.Rows))
	how := ""
	if s.tally.sweeps.Load()%5 == 0 {
		how = "FINAL"
	}
	return cmp.Or(err, s.advance(ctx, time.Now()), w.Commits.CompactParts(ctx), s.merge(ctx, how))
}

// advance moves the settle line on. A machine that stands still for seconds
// may leave rows that must not be settled.
func (s *soak) advance(ctx context.Context, now time.Time) error {
	settled, err := s.warehouse(s.engine).Commits.Settle(ctx, commit.SettleOptions{Now: now})
	s.tally.settled.Add(int64(settled))
	if errors.Is(err, commit.ErrUnsound) && s.tally.stalled.Load() > 0 {
		return nil
	}
	return err
}
