package login

import (
	"net/netip"
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

// Tries counts wrong passwords of the last minute, wherever they are given.
type Tries struct {
	mu    sync.Mutex
	since time.Time // when the window began
	all   int
	of    map[string]int
	known map[string]time.Time // addresses that had the password, and when
}

// Try notes a try. It says how long the address has to wait until any is taken, a right one too;
// 0 is that this one was. Where others try too many, who had the password before need not wait.
func (t *Tries) Try(remote string, right bool, now time.Time) (wait time.Duration) {
	at := network(remote)
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.since) >= triesWindow {
		t.since, t.all, t.of = now, 0, map[string]int{}
	}
	_, known := t.known[at]
	switch {
	case t.of[at] >= maxTries || t.all >= maxAllTries && !known:
		return t.since.Add(triesWindow).Sub(now)
	case right:
		t.remember(at, now)
		return 0
	}
	t.all++
	if _, told := t.of[at]; told || len(t.of) < maxRemotes {
		t.of[at]++
	}
	return 0
}

// remember keeps the addresses that had the password, the last ones.
func (t *Tries) remember(at string, now time.Time) {
	if t.known == nil {
		t.known = map[string]time.Time{}
	}
	t.known[at] = now
	if len(t.known) <= maxRemotes {
		return
	}
	oldest := at
	for other, when := range t.known {
		if when.Before(t.known[oldest]) {
			oldest = other
		}
	}
	delete(t.known, oldest)
}

// network is what counts as one address: a machine has all of an IPv6 network of 64 bits.
func network(remote string) string {
	ip, err := netip.ParseAddr(remote)
	if err != nil {
		return remote
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	return netip.PrefixFrom(ip, 64).Masked().String()
}
