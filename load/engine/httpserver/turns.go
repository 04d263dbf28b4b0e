package httpserver

import (
	"context"

	"github.com/ClickHouse/ch-go/proto"
	"golang.org/x/sync/semaphore"

	"callrecords/load/engine"
)

// turns bounds the statements that run at once, and those that wait. A
// dashboard asks for all its panels at the same time, so waiting is usual.
type turns struct {
	running *semaphore.Weighted // nil: no bound
	inside  *semaphore.Weighted // those that run and those that wait
}

// queue is how many may wait for each one that runs.
const queue = 64

func newTurns(running int) turns {
	if running <= 0 {
		return turns{}
	}
	return turns{semaphore.NewWeighted(int64(running)), semaphore.NewWeighted(int64(running) * (queue + 1))}
}

// take waits for a turn and returns how to end it. First come, first served.
func (t turns) take(ctx context.Context) (leave func(), err error) {
	if t.running == nil {
		return func() {}, nil
	}
	if !t.inside.TryAcquire(1) {
		return nil, engine.Exceptionf(proto.ErrTooManySimultaneousQueries, "Too many simultaneous queries.")
	}
	if err := t.running.Acquire(ctx, 1); err != nil {
		t.inside.Release(1)
		return nil, err
	}
	return func() {
		t.running.Release(1)
		t.inside.Release(1)
	}, nil
}
