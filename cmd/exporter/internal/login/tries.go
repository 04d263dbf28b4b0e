package login

import (
	"sync"
	"time"
)

// Bounds on wrong passwords.
const (
	triesWindow = time.Minute
	maxTries    = 10   // of one address in the window
	maxAllTries = 100  // of all addresses
	maxRemotes  = 1000 // that are told apart
)

// Tries counts wrong passwords, so that none is found by trying.
type Tries struct {
	mu    sync.Mutex
	since time.Time // when the window began
	all   int
	of    map[string]int
}

// Wait is how long an address has to wait until it may try again; 0 is not at all.
func (t *Tries) Wait(remote string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	left := t.since.Add(triesWindow).Sub(now)
	if left <= 0 || t.of[remote] < maxTries && t.all < maxAllTries {
		return 0
	}
	return left
}

// Failed notes a wrong password.
func (t *Tries) Failed(remote string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.since) >= triesWindow {
		t.since, t.all, t.of = now, 0, map[string]int{}
	}
	t.all++
	if _, known := t.of[remote]; known || len(t.of) < maxRemotes {
		t.of[remote]++
	}
}
