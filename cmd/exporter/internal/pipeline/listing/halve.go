package listing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"callrecords/schema"
)

// A page of a list that always fails hides what is behind it. So a window that could
// not be listed is halved, again and again, until only the bad span is left.
const (
	// ShortestSpan is not halved any more: it is named.
	ShortestSpan = time.Minute

	// MaxFailedSpans is how many lists of a run may fail before the rest is not halved
	// any more. One bad page in 30 days costs 16.
	MaxFailedSpans = 48

	// Lists that fail one after the other: so many, and it is not about a span. Where
	// nothing at all has come, the service is away, which the next run will see.
	MaxFailedInARow = 8
	MaxFailedAtOnce = 3
)

// unseen is a span that could not be listed.
type unseen struct {
	schema.Window
	err error
}

// String names the span and the reason.
func (u unseen) String() string {
	return fmt.Sprintf("what started in %s was not listed: %v", u.Window, u.err)
}

// spans lists a window, in halves where it must. All spans of a length come before the
// shorter ones, so that what can be listed is listed early. The error is why nothing
// could be, or why the list had to be broken off.
func (l *List) spans(ctx context.Context, whole schema.Window) error {
	queue := []schema.Window{whole}
	failures, inARow, came := 0, 0, false
	for len(queue) > 0 {
		w := queue[0]
		queue = queue[1:]
		rows, failed, err := l.span(ctx, w)
		came = came || l.listed > 0 || failed == nil
		if failed == nil && err == nil {
			inARow = 0
			l.refused.join(rows)
			continue
		}
		if err != nil || ctx.Err() != nil || !mayBeOfASpan(failed) {
			return errors.Join(failed, err)
		}
		failures, inARow = failures+1, inARow+1
		halves := halve(w)
		switch {
		case !came && inARow >= MaxFailedAtOnce:
			return failed
		case inARow >= MaxFailedInARow:
			l.giveUp(ctx, rows, failed, append(queue, w)...)
			queue = nil
		case halves == nil, failures >= MaxFailedSpans:
			l.giveUp(ctx, rows, failed, w)
		default:
			queue = append(queue, halves...)
		}
	}
	l.unseen = joined(l.unseen)
	if len(l.unseen) == 1 && l.unseen[0].Window == whole {
		err := l.unseen[0].err
		l.unseen = nil
		return err
	}
	return nil
}

// mayBeOfASpan says whether another span may be listed after a failure.
func mayBeOfASpan(err error) bool {
	f := schema.FaultOf(err)
	return f == schema.FaultBusy || f == schema.FaultRefused
}

// halve cuts a window in two; nil when it is too short, or has no bounds.
func halve(w schema.Window) []schema.Window {
	length := w.To.Sub(w.From)
	if w.From.IsZero() || w.To.IsZero() || length <= ShortestSpan {
		return nil
	}
	middle := w.From.Add(length / 2)
	return []schema.Window{{From: w.From, To: middle}, {From: middle, To: w.To}}
}

// giveUp leaves spans unlisted. In the last of them rows were refused before it failed.
func (l *List) giveUp(ctx context.Context, rows refusals, err error, spans ...schema.Window) {
	l.refused.join(rows)
	for _, w := range spans {
		l.unseen = append(l.unseen, unseen{w, err})
		l.opts.Logger.ErrorContext(ctx, "span could not be listed", "tenant", l.opts.Tenant,
			"from", w.From, "to", w.To, "error", err)
	}
}

// joined are spans in order, with those that touch made one.
func joined(spans []unseen) (all []unseen) {
	slices.SortFunc(spans, func(a, b unseen) int { return a.From.Compare(b.From) })
	for _, s := range spans {
		if n := len(all); n > 0 && all[n-1].To.Equal(s.From) {
			all[n-1].To = s.To
			continue
		}
		all = append(all, s)
	}
	return all
}
