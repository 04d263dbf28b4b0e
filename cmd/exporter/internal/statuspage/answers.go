package statuspage

import (
	"context"
	"errors"
	"sync"
	"time"

	"callrecords/cmd/exporter/internal/status"
)

const (
	// fresh is how long an answer of the warehouse is shown before it is asked again.
	fresh = 5 * time.Second
	// longest bounds one question.
	longest = time.Minute
)

// errAsking is the answer as long as there is none.
var errAsking = errors.New("the warehouse has not answered yet; it is still being asked")

// answer is what the warehouse said last.
type answer struct {
	report status.Report
	err    error // of the last question; the report is that of an earlier one then
	since  time.Time
	until  time.Time // when it is no longer fresh
}

// answers ask the warehouse: one question at a time, whoever looks, and at most half of
// the time. So a page that many look at costs what one reader does.
type answers struct {
	ctx context.Context // of the questions, which outlive who asked them first
	ask func(context.Context) (status.Report, error)

	mu     sync.Mutex
	last   answer
	asking chan struct{} // closed when the question under way is answered; nil for none
}

// latest is an answer that is fresh, or the last one there is when the context is done.
func (a *answers) latest(ctx context.Context) answer {
	asking := a.begin()
	if asking != nil {
		select {
		case <-asking:
		case <-ctx.Done():
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	last := a.last
	if last.since.IsZero() && last.err == nil {
		last.err = errAsking
	}
	return last
}

// begin begins a question, unless one is under way or the last answer is fresh (nil).
func (a *answers) begin() <-chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.asking == nil && time.Now().Before(a.last.until) {
		return nil
	}
	if a.asking == nil {
		a.asking = make(chan struct{})
		go a.question()
	}
	return a.asking
}

// question asks once.
func (a *answers) question() {
	ctx, cancel := context.WithTimeout(a.ctx, longest)
	defer cancel()
	began := time.Now()
	report, err := a.ask(ctx)
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	if a.last.err = err; err == nil {
		a.last.report, a.last.since = report, now
	}
	a.last.until = now.Add(max(fresh, now.Sub(began)))
	close(a.asking)
	a.asking = nil
}
