package dashboard

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/semaphore"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/dashboard/answer"
)

// atOnce is how many questions of one page are asked at once.
const atOnce = 3

// otherRelease is why a statement of ours names what the warehouse has not.
const otherRelease = "The views of the warehouse are of another release than these pages: " +
	"exporter schema apply brings them up to date"

// asking is a question under way.
type asking struct {
	done   chan struct{}
	query  dashboards.Question
	answer answer.Answer
	err    error
}

// wait is the answer, once it is there.
func (a *asking) wait() (answer.Answer, error) {
	<-a.done
	return a.answer, a.err
}

// begin asks the questions of a page at a door in their order, some at once, each once.
func (h *handler) begin(
	ctx context.Context,
	door answer.Door,
	panels []dashboards.Panel,
	c dashboards.Choice,
) map[string]*asking {
	all := map[string]*asking{}
	turns := semaphore.NewWeighted(atOnce)
	var order []*asking
	for _, p := range panels {
		if all[p.Name] != nil {
			continue
		}
		a := &asking{done: make(chan struct{})}
		all[p.Name], order = a, append(order, a)
		if a.query, a.err = p.Ask(c, h.Store); a.err != nil {
			close(a.done)
		}
	}
	go func() {
		for _, a := range order {
			if a.err != nil {
				continue
			}
			if err := turns.Acquire(ctx, 1); err != nil {
				a.err = err
				close(a.done)
				continue
			}
			go func() {
				defer turns.Release(1)
				defer close(a.done)
				ctx, cancel := context.WithTimeout(ctx, h.MaxTime)
				defer cancel()
				a.answer, a.err = door.Ask(ctx, a.query, nil)
				if _, unknown := errors.AsType[answer.UnknownError](a.err); unknown { // our own statements name what is there
					a.err = fmt.Errorf("%s; %w", otherRelease, a.err)
				}
				if errors.Is(a.err, context.DeadlineExceeded) {
					a.err = fmt.Errorf(
						"it took longer than %s; choose a shorter range, or take a site or a platform",
						console.Duration(h.MaxTime),
					)
				}
			}()
		}
	}()
	return all
}
