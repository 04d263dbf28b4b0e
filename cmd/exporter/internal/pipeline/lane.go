package pipeline

import "context"

// lanes bound how many records are fetched at once. A record with many pages
// is held up by its own limit (40 requests in 20 s, Graph), so it changes into
// a lane of its own and leaves its place to the next.
type lanes struct {
	normal chan struct{}
	large  chan struct{}
}

// largePages is the number of pages from which a record is large, largeLane
// how many of them are fetched at once.
const (
	largePages = 4
	largeLane  = 4
)

func newLanes(concurrency int) lanes {
	return lanes{normal: make(chan struct{}, concurrency), large: make(chan struct{}, largeLane)}
}

// enter takes a place in the normal lane.
func (l lanes) enter(ctx context.Context) (place, error) {
	return take(ctx, l.normal)
}

// change gives up a place in the normal lane for one in the large one.
func (l lanes) change(ctx context.Context, p place) (place, error) {
	if p.lane == l.large {
		return p, nil
	}
	p.leave()
	return take(ctx, l.large)
}

// place is what a fetch holds while it runs.
type place struct{ lane chan struct{} }

func take(ctx context.Context, lane chan struct{}) (place, error) {
	select {
	case lane <- struct{}{}:
		return place{lane}, nil
	case <-ctx.Done():
		return place{}, context.Cause(ctx)
	}
}

// leave frees the place; leaving none is nothing.
func (p place) leave() {
	if p.lane != nil {
		<-p.lane
	}
}
