package load_test

import (
	"slices"
	"sync"
	"time"
)

// model is what the warehouse must show, kept in memory.
type model struct {
	mu      sync.Mutex
	commits map[string][]soakCommit // by record; only those that may still win
	exempt  map[string]bool         // records that a stalled machine may have harmed
}

// commit is one commit row.
type soakCommit struct {
	version, load uint64
	begun, ended  time.Time // of the insert
	sure          bool      // false when the insert was cut off: it may be in
}

func newModel() *model {
	return &model{commits: map[string][]soakCommit{}, exempt: map[string]bool{}}
}

// add notes a commit. A commit that ends when its load is older than the sweep
// age breaks the promise that the sweep rests on; only a machine that stands
// still for seconds does so.
func (m *model) add(id string, c soakCommit, stalled bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.exempt[id] = m.exempt[id] || stalled
	all := append(m.commits[id], c)
	newest := newestOf(all)
	m.commits[id] = slices.DeleteFunc(all, func(c soakCommit) bool { return c.version < newest })
}

// newestOf is the greatest version that is in for sure.
func newestOf(commits []soakCommit) (newest uint64) {
	for _, c := range commits {
		if c.sure {
			newest = max(newest, c.version)
		}
	}
	return newest
}

// floor is, for each record, the version that a reader who asks from now on
// must at least see.
func (m *model) floor() map[string]uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := make(map[string]uint64, len(m.commits))
	for id, commits := range m.commits {
		if newest := newestOf(commits); newest > 0 && !m.exempt[id] {
			all[id] = newest
		}
	}
	return all
}

// spared says whether a record is exempt.
func (m *model) spared(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.exempt[id]
}

// mayWin says whether a load may be the live one of a record at the end: its
// version is the newest, and no other load of that version began to commit
// after this one was in.
func (m *model) mayWin(id string, load uint64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := slices.IndexFunc(m.commits[id], func(c soakCommit) bool { return c.load == load })
	if at < 0 {
		return false
	}
	won := m.commits[id][at]
	return !slices.ContainsFunc(m.commits[id], func(c soakCommit) bool {
		return c.sure && c.version == won.version && c.begun.After(won.ended)
	})
}
