// Package lane bounds how many records are fetched at once, large ones in a lane of
// their own.
package lane

import (
	"context"

	"golang.org/x/sync/semaphore"
)

// LargePages is the number of pages from which a record is large.
const LargePages = 4

// atOnce is how many large records are fetched at once.
const atOnce = 4

// Lanes bound how many records are fetched at once. A record with many pages
// is held up by its own limit (40 requests in 20 s, Graph), so it changes into
// the large lane and frees its slot in the normal one for the next record.
type Lanes struct{ normal, large *semaphore.Weighted }

// New makes the lanes for so many records at once.
func New(concurrency int) Lanes {
	return Lanes{normal: semaphore.NewWeighted(int64(concurrency)), large: semaphore.NewWeighted(atOnce)}
}

// Slot is what a fetch holds while it runs: one place in one lane.
type Slot struct {
	lanes Lanes
	in    *semaphore.Weighted // nil once it is released
}

// Enter waits for a slot in the normal lane.
func (l Lanes) Enter(ctx context.Context) (*Slot, error) {
	if err := l.normal.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	return &Slot{lanes: l, in: l.normal}, nil
}

// ChangeToLarge frees the slot in the normal lane and waits for one in the
// large lane. In this order: large records that wait must not fill the normal
// lane.
func (s *Slot) ChangeToLarge(ctx context.Context) error {
	if s.in == s.lanes.large {
		return nil
	}
	s.Release()
	if err := s.lanes.large.Acquire(ctx, 1); err != nil {
		return err
	}
	s.in = s.lanes.large
	return nil
}

// Release frees the slot; a second call does nothing.
func (s *Slot) Release() {
	if s.in != nil {
		s.in.Release(1)
		s.in = nil
	}
}
