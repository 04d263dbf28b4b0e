package main

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// reads counts how often each record is read, in front of a tenant.
type reads struct {
	http.Handler
	mu     sync.Mutex
	counts map[string]int         // by record id
	onRead func(id string, n int) // the n-th of all
}

func (c *reads) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, id, found := strings.Cut(r.URL.Path, "/callRecords/")
	if found && strings.Contains(r.URL.RawQuery, "expand=sessions") {
		c.mu.Lock()
		c.counts[id]++
		n := len(c.counts)
		c.mu.Unlock()
		c.onRead(id, n)
	}
	c.Handler.ServeHTTP(w, r)
}

// A shard that is killed has committed some of its records: those are not read again,
// and of the others each once more.
func TestShardsSideBySideShareTheWorkThoughOneIsKilled(t *testing.T) {
	s := newServedSite(t, graphtest.Options{Records: 60})
	s.want(exit.Complete, "schema", "apply")
	firsts := schema.Shard{Number: 1, Of: 2}
	const whole = 12 // records of the victim's that are read before its first commit
	dead := make(chan struct{})
	seen := atomic.Int64{}
	c := &reads{Handler: s.tenant, counts: map[string]int{}}
	c.onRead = func(id string, _ int) {
		if !firsts.Has(id) {
			return
		}
		switch n := seen.Add(1); {
		case n == whole: // comes when the batch is old enough to be committed
			select {
			case <-dead:
			case <-time.After(batchAge):
			}
		case n > whole:
			<-dead
		}
	}
	s.behind(c)

	backfill := []string{"backfill", "--from", "30d", "--shard"}
	victim := s.command(t.Context(), append(backfill, "1/2")...)
	s.must(victim.Start())
	other := s.want(exit.Complete, append(backfill, "2/2")...)
	if !strings.Contains(other.stdout, "due elsewhere") {
		t.Errorf("shard 2/2: got %s, want what is due elsewhere in it", other)
	}
	loaded := func() []string {
		return strings.Fields(s.ask("SELECT record_id FROM " + s.database + "_store.ledger_state" +
			" WHERE is_loaded = 1 AND CRC32(record_id) % 2 + 1 = 1")) // the SQL of a shard, for people
	}
	for deadline := time.Now().Add(impatience); len(loaded()) == 0; time.Sleep(100 * time.Millisecond) { // another process
		if time.Now().After(deadline) {
			t.Fatal("got no commit of shard 1/2, want one")
		}
	}
	s.must(victim.Process.Kill())
	_ = victim.Wait() // killed
	close(dead)
	before := loaded()
	c.mu.Lock()
	interrupted := maps.Clone(c.counts)
	c.mu.Unlock()
	s.env = append(s.env, "JOB_COMPLETION_INDEX=0") // the same, as an indexed Job says it
	s.want(exit.Complete, "backfill", "--from", "30d", "--shards", "2")

	s.wantWarehouseIsTenant()
	for _, h := range s.tenant.Headers() {
		want := 1
		if firsts.Has(h.ID) && interrupted[h.ID] > 0 && !slices.Contains(before, h.ID) {
			want = 2
		}
		if n := c.counts[h.ID]; n != want {
			t.Errorf("record %s: got it read %d times, want %d", h.ID, n, want)
		}
	}
	if len(before) < whole-1 || int64(len(before)) >= seen.Load() {
		t.Errorf("got %d records of shard 1/2 committed of %d read, want %d at least and not all",
			len(before), seen.Load(), whole-1)
	}
}

// batchAge is more than the age at which a run commits a batch.
const batchAge = 11 * time.Second

func TestDisjointBackfillsFetchNothingTwice(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 60, Days: 20})
	c := &reads{Handler: s.tenant, counts: map[string]int{}, onRead: func(string, int) {}}
	s.behind(c)
	s.want(exit.Complete, "backfill", "--from", "30d", "--to", "10d")
	older := len(c.counts)
	s.want(exit.Complete, "backfill", "--from", "10d")
	for id, n := range c.counts {
		if n != 1 {
			t.Errorf("record %s: got it read %d times, want once", id, n)
		}
	}
	if all := len(s.tenant.Headers()); older == 0 || older == all || len(c.counts) != all {
		t.Errorf("got %d records read by the first and %d by both, want some and %d", older, len(c.counts), all)
	}
	s.wantWarehouseIsTenant()
}
