package main

import (
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

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

func TestShardsSideBySideShareTheWorkThoughOneIsKilled(t *testing.T) {
	s := newServedSite(t, graphtest.Options{Records: 60})
	s.want(exitComplete, "schema", "apply")
	var killed sync.Once
	var victim *exec.Cmd
	c := &reads{Handler: s.tenant, counts: map[string]int{}}
	left := atomic.Int64{}
	left.Store(15) // records of the victim's; those that no commit has yet are read again
	c.onRead = func(id string, _ int) {
		if (schema.Shard{Number: 1, Of: 2}).Has(id) && left.Add(-1) == 0 {
			killed.Do(func() { _ = victim.Process.Kill() })
		}
	}
	s.behind(c)

	backfill := []string{"backfill", "--from", "30d", "--shard"}
	victim = s.command(t.Context(), append(backfill, "1/2")...)
	s.must(victim.Start())
	other := s.want(exitComplete, append(backfill, "2/2")...)
	if err := victim.Wait(); err == nil {
		t.Error("shard 1/2: got an end of its own, want it killed on the way")
	}
	if !strings.Contains(other.stdout, "due elsewhere") {
		t.Errorf("shard 2/2: got %s, want what is due elsewhere in it", other)
	}
	s.env = append(s.env, "JOB_COMPLETION_INDEX=0") // the same, as an indexed Job says it
	s.want(exitComplete, "backfill", "--from", "30d", "--shards", "2")

	s.wantWarehouseIsTenant()
	mine := 0
	for id, n := range c.counts {
		first := schema.Shard{Number: 1, Of: 2}.Has(id)
		switch {
		case !first && n != 1:
			t.Errorf("record %s of shard 2/2: got it read %d times, want once", id, n)
		case first && n > 2:
			t.Errorf("record %s of shard 1/2: got it read %d times, want twice at most", id, n)
		}
		if first {
			mine++
		}
	}
	if headers := len(s.tenant.Headers()); len(c.counts) != headers {
		t.Errorf("got %d records read, want all %d", len(c.counts), headers)
	}
	// The SQL of a shard, for people.
	s.wantAnswer(fmt.Sprint(mine), "SELECT count() FROM records WHERE CRC32(record_id) % 2 + 1 = 1")
}

func TestDisjointBackfillsFetchNothingTwice(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 60, Days: 20})
	c := &reads{Handler: s.tenant, counts: map[string]int{}, onRead: func(string, int) {}}
	s.behind(c)
	s.want(exitComplete, "backfill", "--from", "30d", "--to", "10d")
	older := len(c.counts)
	s.want(exitComplete, "backfill", "--from", "10d")
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
