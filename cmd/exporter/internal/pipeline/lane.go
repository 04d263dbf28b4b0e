package pipeline

import (
	"context"

	"golang.org/x/sync/semaphore"
)

// largePages is the number of pages from which a record is large, largeLane
// how many of them are fetched at once.
const (
	largePages = 4
	largeLane  = 4
)

// lanes bound how many records are fetched at once. A record with many pages
// is held up by its own limit (40 requests in 20 s, Graph), so it changes into
// the large lane and frees its slot in the normal one for the next record.
type lanes struct{ normal, large *semaphore.Weighted }

func newLanes(concurrency int) lanes {
	return lanes{normal: semaphore.NewWeighted(int64(concurrency)), large: semaphore.NewWeighted(largeLane)}
}

// slot is what a fetch holds while it runs: one place in one lane.
type slot struct {
	lanes lanes
	in    *semaphore.Weighted // nil once it is released
}

// enter waits for a slot in the normal lane.
func (l lanes) enter(ctx context.Context) (*slot, error) {
	if err := l.normal.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	return &slot{lanes: l, in: l.normal}, nil
}

// changeToLarge frees the slot in the normal lane and waits for one in the
// large lane. In this order: large records that wait must not fill the normal
// lane.
func (s *slot) changeToLarge(ctx context.Context) error {
	if s.in == s.lanes.large {
		return nil
	}
	s.release()
	if err := s.lanes.large.Acquire(ctx, 1); err != nil {
		return err
	}
	s.in = s.lanes.large
	return nil
}

// release frees the slot; a second call does nothing.
func (s *slot) release() {
	if s.in != nil {
		s.in.Release(1)
		s.in = nil
	}
}
