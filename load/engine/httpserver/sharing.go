package httpserver

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A dashboard that five people refresh asks for each panel five times at once. The
// answers to equal statements are one answer, for as long as nobody sees that it is
// some seconds old, or for as long as who asks says that it may be.
const (
	sharedFor     = 3 * time.Second
	sharedAtMost  = time.Minute // whatever somebody takes
	maxShared     = 1 << 20     // bytes of a result; a longer one is everybody's own
	maxSharings   = 128         // results at once, those that are being made among them
	maxSharedHeld = 16 << 20    // bytes of all results
)

// sharing holds the results that equal statements share.
type sharing struct {
	mu      sync.Mutex
	results map[sharedKey]*sharedResult
	held    int // bytes of results that are done
}

// sharedKey is what makes statements equal: text, format, database, settings, parameters.
type sharedKey [sha256.Size]byte

// sharedResult is one result, once it is done.
type sharedResult struct {
	done chan struct{}
	made time.Time // zero while it is being made, and when it failed or is too long
	rows []byte
}

// keyOf is a request's key.
func keyOf(req *request) sharedKey {
	hash := sha256.New()
	put := func(text string) { fmt.Fprintf(hash, "%d:%s", len(text), text) }
	put(req.statement)
	put(req.format)
	put(req.session.Database)
	for _, of := range []map[string]string{req.session.Settings, req.session.Parameters} {
		put(fmt.Sprint(len(of)))
		for _, name := range slices.Sorted(maps.Keys(of)) {
			put(name)
			put(of[name])
		}
	}
	return sharedKey(hash.Sum(nil))
}

// age is how old an answer a request takes that somebody else got: 0 when it wants its own. Where
// somebody writes through us, and to a statement that does not only read, none is old enough.
func (h *Handler) age(req *request, r *http.Request) time.Duration {
	if !req.readOnly || h.opts.Writable || h.opts.Kin {
		return 0
	}
	return ageTaken(r.Header)
}

// ageTaken is how old an answer a client takes (RFC 9111, section 5.2.1).
func ageTaken(head http.Header) time.Duration {
	taken := sharedFor
	for _, line := range head.Values("Cache-Control") {
		for directive := range strings.SplitSeq(line, ",") {
			name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
			switch name {
			case "no-cache", "no-store":
				return 0
			case "max-age":
				if seconds, err := strconv.ParseUint(strings.Trim(value, `"`), 10, 31); err == nil {
					taken = min(time.Duration(seconds)*time.Second, sharedAtMost)
				}
			}
		}
	}
	return taken
}

// join returns the result of an equal statement, which is being made or not older than it
// may be, and nil to the one who has to make it: publish is then how it is told to the others,
// nil when too many are being made.
func (s *sharing) join(key sharedKey, age time.Duration) (result *sharedResult, publish func(rows []byte, ok bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if result := s.results[key]; result != nil {
		if result.made.IsZero() || time.Since(result.made) < age {
			return result, nil
		}
		s.forget(key, result)
	}
	if len(s.results) >= maxSharings && !s.forgetOldest() {
		return nil, nil
	}
	if s.results == nil {
		s.results = map[sharedKey]*sharedResult{}
	}
	mine := &sharedResult{done: make(chan struct{})}
	s.results[key] = mine
	var once sync.Once
	return nil, func(rows []byte, ok bool) {
		once.Do(func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			defer close(mine.done)
			if !ok {
				s.forget(key, mine)
				return
			}
			mine.rows, mine.made = rows, time.Now()
			s.held += len(rows)
			for s.held > maxSharedHeld && s.forgetOldest() {
			}
			time.AfterFunc(sharedAtMost, func() {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.forget(key, mine)
			})
		})
	}
}

// forget takes a result away, unless another has its place.
func (s *sharing) forget(key sharedKey, result *sharedResult) {
	if s.results[key] == result {
		delete(s.results, key)
		s.held -= len(result.rows)
	}
}

// forgetOldest takes the oldest result away that is done, and says whether there was one.
func (s *sharing) forgetOldest() bool {
	var of sharedKey
	var oldest *sharedResult
	for key, result := range s.results {
		if !result.made.IsZero() && (oldest == nil || result.made.Before(oldest.made)) {
			of, oldest = key, result
		}
	}
	if oldest != nil {
		s.forget(of, oldest)
	}
	return oldest != nil
}

// wait waits for a result to be done. It is not ok when whoever made it failed or it
// is too long: then each makes their own.
func (r *sharedResult) wait(ctx context.Context) (rows []byte, ok bool, err error) {
	select {
	case <-r.done:
		return r.rows, !r.made.IsZero(), nil
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
}
