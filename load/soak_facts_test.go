package load_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/load/engine"
	"callrecords/schema"
)

// factsSoak is a warehouse with facts under fire: some write, some fill in, others sweep, settle
// and forget, while readers hold the facts against the rows. What is done takes no time: months
// go by in between.
type factsSoak struct {
	*fixture
	instant sync.RWMutex // what is done by one clock
	version atomic.Uint64

	committed, filled, settled, forgotten, read atomic.Int64
}

func TestSoakOfFactsShowsThoseOfTheRows(t *testing.T) {
	t.Parallel()
	store.Each(t, func(t *testing.T, e engine.Engine) {
		t.Parallel()
		if !isEmbedded(e) && ofOurs(e) {
			t.Skip("the test server is the embedded engine once more")
		}
		s := &factsSoak{fixture: settled(t, e)}
		s.now = s.now.Add(-100 * day)
		s.Warehouse = s.process().Warehouse
		s.must(s.Migrate(t.Context()))
		tasks := []task{{"time", s.passes}}
		for what, does := range map[string]func(*fixture) error{
			"writer": s.writes, "another writer": s.writes, "filler": s.fills, "another filler": s.fills,
			"upkeep": s.keepsUp, "reader": s.reads, "another reader": s.reads,
		} {
			tasks = append(tasks, task{what, func(context.Context) error {
				s.instant.RLock()
				defer s.instant.RUnlock()
				return does(s.process())
			}})
		}
		tried := []*atomic.Int64{&s.committed, &s.filled, &s.settled, &s.forgotten, &s.read}
		(&soak{}).fire(t, soakDuration(t, e), tried, tasks)
		t.Logf("%d loads committed, %d filled in, %d settled, %d times forgotten, %d times read", s.committed.Load(),
			s.filled.Load(), s.settled.Load(), s.forgotten.Load(), s.read.Load())
	})
}

// process is another process on the warehouse.
func (s *factsSoak) process() *fixture {
	f := *s.fixture
	f.Warehouse = s.over(s.engine, load.Options{SettleAge: 4 * day, Views: ofFacts})
	return &f
}

// passes lets time pass when nobody is at work.
func (s *factsSoak) passes(ctx context.Context) error {
	<-time.After(5 * soakPause)
	s.instant.Lock()
	defer s.instant.Unlock()
	s.now = s.now.Add([]time.Duration{time.Hour, 7 * time.Hour, day, 3 * day}[rand.IntN(4)])
	headers := []schema.Header{header("listed", uint64(s.now.Unix()), s.now)} // or the settle line would stand
	_, err := s.Ledger(schema.CallRecords).RecordListed(ctx, tenant, s.now, headers)
	return err
}

func (s *factsSoak) writes(f *fixture) error {
	loads := []schema.Load{f.begin(fmt.Sprint("record-", rand.IntN(historyRecords)), s.version.Add(1), noon)}
	if err := f.Commits.Insert(f.Context(), f.batch(loads, 1+rand.IntN(9))); err != nil {
		return err
	}
	_, err := f.Commits.Commit(f.Context(), "run", f.now, loads)
	s.committed.Add(1)
	return err
}

func (s *factsSoak) fills(f *fixture) error {
	filled, err := f.Commits.Fill(f.Context(), commit.FillOptions{})
	s.filled.Add(int64(filled.Loads))
	return err
}

func (s *factsSoak) keepsUp(f *fixture) error {
	switch rand.IntN(4) {
	case 0:
		s.forgotten.Add(1)
		return f.Commits.ForgetFacts(f.Context())
	case 1:
		_, err := f.Commits.Sweep(f.Context(), commit.SweepAge)
		return err
	}
	settled, err := f.Commits.Settle(f.Context(), commit.SettleOptions{})
	s.settled.Add(int64(settled))
	return err
}

func (s *factsSoak) reads(f *fixture) error {
	s.read.Add(1)
	if got := f.value(wrongFacts); got != "0" {
		return fmt.Errorf("got the facts of %s records wrong, want none", got)
	}
	return nil
}
