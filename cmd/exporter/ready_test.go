package main

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"callrecords/extract/graphtest"
)

// switchable is a Graph that answers, holds its answers back, or fails.
type switchable struct {
	http.Handler
	mode atomic.Int64
}

const (
	answers int64 = iota
	holds
	fails
)

func (g *switchable) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for g.mode.Load() == holds && r.Context().Err() == nil {
		time.Sleep(20 * time.Millisecond) // another process waits for it
	}
	if g.mode.Load() == fails {
		http.Error(w, "unavailable", http.StatusServiceUnavailable)
		return
	}
	g.Handler.ServeHTTP(w, r)
}

// What an orchestrator sees of serve: from its start, through a Graph that is slow and one
// that fails, to a warehouse that goes away and comes back.
func TestReadinessFollowsServeThroughItsLife(t *testing.T) {
	s := newServedSite(t, graphtest.Options{Records: 3, Days: 2})
	graph := &switchable{Handler: s.tenant}
	graph.mode.Store(holds)
	s.behind(graph)
	s.reconfigure("retry_budget: 20s", "retry_budget: 1s",
		"export:", "schedule:\n  cron: '@every 1s'\nlisten:\n  address: 127.0.0.1:0\nmetrics:\n  ready_age: 10s\nexport:")
	r := s.listening("serve")
	for _, phase := range []struct {
		name   string
		begins func()
		status int
		says   string
	}{
		{"before its first run has ended", func() {}, 503, "no run has succeeded yet"},
		{"after a success", func() { graph.mode.Store(answers) }, 200, "ready"},
		{"when the last success is too old", func() { graph.mode.Store(holds) }, 503, "the last run that succeeded ended 1"},
		{"after another success", func() { graph.mode.Store(answers) }, 200, "ready"},
		{"when Graph fails", func() { graph.mode.Store(fails) }, 503, "the newest run could not ask Graph"},
		{"when Graph is back", func() { graph.mode.Store(answers) }, 200, "ready"},
		{"when the warehouse is gone", s.door.Close, 503, "the engine does not answer"},
		{"when it is back", s.up, 200, "ready"},
	} {
		s.part(phase.name, func() {
			phase.begins()
			for deadline := time.Now().Add(impatience); ; time.Sleep(50 * time.Millisecond) { // another process works on it
				if status, text := r.get("/healthz"); status != http.StatusOK {
					s.Fatalf("alive: got %d %s, want 200", status, text)
				}
				status, text := r.get("/readyz")
				if status == phase.status && strings.Contains(text, phase.says) {
					return
				}
				if time.Now().After(deadline) {
					s.Fatalf("ready: got %d %s, want %d %s", status, text, phase.status, phase.says)
				}
			}
		})
	}
	r.stop()
}
