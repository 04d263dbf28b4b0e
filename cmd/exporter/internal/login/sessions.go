package login

import (
	"crypto/sha256"
	"sync"
	"time"
)

// sessions are those who were let in, by the sum of what their cookie holds: who reads the
// memory of this process has no cookie yet.
type sessions struct {
	mu   sync.Mutex
	ends map[[sha256.Size]byte]time.Time // when it ends
}

// add begins a session.
func (s *sessions) add(token string, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ends == nil {
		s.ends = map[[sha256.Size]byte]time.Time{}
	}
	for sum, end := range s.ends {
		if now.After(end) {
			delete(s.ends, sum)
		}
	}
	if len(s.ends) >= maxSession {
		s.dropOldest()
	}
	s.ends[sha256.Sum256([]byte(token))] = now.Add(lifetime)
}

// dropOldest makes room.
func (s *sessions) dropOldest() {
	var oldest [sha256.Size]byte
	var first time.Time
	for sum, end := range s.ends {
		if first.IsZero() || end.Before(first) {
			oldest, first = sum, end
		}
	}
	delete(s.ends, oldest)
}

// has says whether a session is there and has not ended.
func (s *sessions) has(token string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	end, ok := s.ends[sha256.Sum256([]byte(token))]
	return ok && now.Before(end)
}

// end ends a session.
func (s *sessions) end(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.ends, sha256.Sum256([]byte(token)))
}
