package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/extract/graphtest"
)

// turnstile holds every read of a record until more are under way at once than one run
// reads: then two runs are at it.
type turnstile struct {
	http.Handler
	passes int // reads

	mu     sync.Mutex
	counts map[string]int // by record id
	open   chan struct{}
}

func (g *turnstile) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, id, found := strings.Cut(r.URL.Path, "/callRecords/")
	if found && strings.Contains(r.URL.RawQuery, "expand=sessions") {
		g.mu.Lock()
		g.counts[id]++
		if len(g.counts) == g.passes {
			close(g.open)
		}
		g.mu.Unlock()
		select {
		case <-g.open:
		case <-time.After(35 * time.Second):
			http.Error(w, "one run alone reads", http.StatusTeapot)
			return
		}
	}
	g.Handler.ServeHTTP(w, r)
}

func TestTwoRunsAtOnceShareTheWork(t *testing.T) {
	const records = 150 // more than one run claims at once
	s := newServedSite(t, graphtest.Options{Records: records})
	s.reconfigure("retry_budget: 900ms", "retry_budget: 20s", "claim_age: 1s", "claim_age: 10m\n  concurrency: 8")
	s.want(exit.Complete, "schema", "apply")
	gate := &turnstile{Handler: s.tenant, passes: 9, counts: map[string]int{}, open: make(chan struct{})}
	s.behind(gate)

	var outputs [2]bytes.Buffer
	var logs [2]bytes.Buffer
	var runs [2]*exec.Cmd
	for i := range runs {
		runs[i] = s.command(t.Context(), "run", "--json")
		runs[i].Stdout, runs[i].Stderr = &outputs[i], &logs[i]
		s.must(runs[i].Start())
	}
	var loaded, shared uint64
	for i := range runs {
		if err := runs[i].Wait(); err != nil {
			t.Fatalf("got %v, want both complete\n%s", err, &logs[i])
		}
		var d report.Document
		s.must(json.Unmarshal(outputs[i].Bytes(), &d))
		run := d.Runs[0]
		if run.Outcome != "complete" || run.Left != 0 || run.Loaded == 0 || run.Shared == 0 {
			t.Errorf("got %+v, want it complete, and some of the records loaded", run)
		}
		loaded, shared = loaded+run.Loaded, shared+run.Shared
	}
	// The engine says who was first, so that no record is read twice, however close the
	// two are.
	for id, n := range gate.counts {
		if n != 1 {
			t.Errorf("record %s: got it read %d times, want once", id, n)
		}
	}
	if all := uint64(len(s.tenant.Headers())); uint64(len(gate.counts)) != all || loaded != all {
		t.Errorf("got %d records read, %d loaded and %d shared, want all %d", len(gate.counts), loaded, shared, all)
	}
	s.wantWarehouseIsTenant()
	s.wantAnswer("0", "SELECT count() FROM audit")
}
