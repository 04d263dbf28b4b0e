package login

import (
	"crypto/sha256"
	"maps"
	"sync"
	"time"
)

// session is somebody who was let in, by what, and until when. It ends with the password, too.
type session struct {
	user, password string
	end            time.Time
}

// sessions are those who were let in, by the sum of what their cookie holds: who looks for a sum
// learns nothing of the cookies that there are by the time that it takes.
type sessions struct {
	mu sync.Mutex
	by map[[sha256.Size]byte]session
}

// add begins a session.
func (s *sessions) add(token string, begun session, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by == nil {
		s.by = map[[sha256.Size]byte]session{}
	}
	maps.DeleteFunc(s.by, func(_ [sha256.Size]byte, old session) bool { return now.After(old.end) })
	if len(s.by) >= maxSession {
		s.dropOldest()
	}
	s.by[sha256.Sum256([]byte(token))] = begun
}

// dropOldest makes room.
func (s *sessions) dropOldest() {
	var oldest [sha256.Size]byte
	var first time.Time
	for sum, session := range s.by {
		if first.IsZero() || session.end.Before(first) {
			oldest, first = sum, session.end
		}
	}
	delete(s.by, oldest)
}

// of is the session of a token that has not ended.
func (s *sessions) of(token string, now time.Time) (_ session, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	session, ok := s.by[sha256.Sum256([]byte(token))]
	return session, ok && now.Before(session.end)
}

// end ends a session.
func (s *sessions) end(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.by, sha256.Sum256([]byte(token)))
}
