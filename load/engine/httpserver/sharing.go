package httpserver

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// A dashboard that five people refresh asks for each panel five times at once. The
// answers to equal statements are one answer, for as long as nobody sees that it is
// some seconds old.
const (
	sharedFor   = 3 * time.Second
	maxShared   = 1 << 20 // bytes of a result; a longer one is everybody's own
	maxSharings = 64      // results at once, those that are being made among them
)

// sharing holds the results that equal statements share.
type sharing struct {
	mu      sync.Mutex
	results map[sharedKey]*sharedResult
}

// sharedKey is what makes statements equal: text, format, database, settings, parameters.
type sharedKey [sha256.Size]byte

// sharedResult is one result, once it is done.
type sharedResult struct {
	done chan struct{}
	rows []byte
	ok   bool // rows are the whole result
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

// sharable says whether a request may get an answer of some seconds ago: it only
// reads, where nobody writes through us, and has not said that it wants a fresh one.
func (h *Handler) sharable(req *request, r *http.Request) bool {
	return req.readOnly && !h.opts.Writable && !h.opts.Kin && !wantsFresh(r.Header)
}

// wantsFresh says whether a client takes no answer that is older than its question
// (RFC 9111, section 5.2.1).
func wantsFresh(head http.Header) bool {
	for _, line := range head.Values("Cache-Control") {
		for directive := range strings.SplitSeq(line, ",") {
			switch strings.ToLower(strings.TrimSpace(directive)) {
			case "no-cache", "no-store", "max-age=0":
				return true
			}
		}
	}
	return false
}

// join returns the result of an equal statement, which is made or being made, and nil
// to the one who has to make it: publish is then how it is told to the others, nil
// when there are too many.
func (s *sharing) join(key sharedKey) (result *sharedResult, publish func(rows []byte, ok bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if result := s.results[key]; result != nil {
		return result, nil
	}
	if len(s.results) >= maxSharings {
		return nil, nil
	}
	if s.results == nil {
		s.results = map[sharedKey]*sharedResult{}
	}
	mine := &sharedResult{done: make(chan struct{})}
	s.results[key] = mine
	forget := func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.results, key) // nobody else makes it while it is there
	}
	var once sync.Once
	return nil, func(rows []byte, ok bool) {
		once.Do(func() {
			mine.rows, mine.ok = rows, ok
			if ok {
				time.AfterFunc(sharedFor, forget)
			} else {
				forget()
			}
			close(mine.done)
		})
	}
}

// wait waits for a result to be done. It is not ok when whoever made it failed or it
// is too long: then each makes their own.
func (r *sharedResult) wait(ctx context.Context) (rows []byte, ok bool, err error) {
	select {
	case <-r.done:
		return r.rows, r.ok, nil
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
}
