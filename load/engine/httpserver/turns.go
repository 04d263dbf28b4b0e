package httpserver

import (
	"context"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

// turns bounds the statements that run at once, and those that wait. A
// dashboard asks for all its panels at the same time, so waiting is usual.
type turns struct {
	running chan struct{} // nil: no bound
	waiting chan struct{}
}

// queue is how many may wait for each one that runs.
const queue = 16

func newTurns(running int) turns {
	if running <= 0 {
		return turns{}
	}
	return turns{make(chan struct{}, running), make(chan struct{}, running*(queue+1))}
}

// take waits for a turn and returns how to end it.
func (t turns) take(ctx context.Context) (leave func(), err error) {
	if t.running == nil {
		return func() {}, nil
	}
	select {
	case t.waiting <- struct{}{}:
	default:
		return nil, &engine.Exception{Code: proto.ErrTooManySimultaneousQueries, Message: "Too many simultaneous queries. (TOO_MANY_SIMULTANEOUS_QUERIES)"}
	}
	select {
	case t.running <- struct{}{}:
		return func() { <-t.running; <-t.waiting }, nil
	case <-ctx.Done():
		<-t.waiting
		return nil, ctx.Err()
	}
}
