package pipeline

import (
	"context"
	"errors"
	"testing"
)

func TestRunThatIsToldToStopIsInterruptedAndOneThatFailsMeanwhileFailed(t *testing.T) {
	t.Parallel()
	asked, broken := errors.New("asked to stop"), errors.New("broken")
	for name, test := range map[string]struct {
		refuse, outcome string
	}{
		"told to stop":              {"", RunInterrupted},
		"the warehouse fails, too":  {"commit", RunFailed},
		"what is left is not known": {"due", RunFailed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.add(w.header("a", 1, 9), w.header("b", 1, 8))
			ctx, cancel := context.WithCancelCause(t.Context())
			w.onFetch = func(id string) {
				if id == "b" {
					w.refuse[test.refuse] = broken
					cancel(asked)
				}
			}
			o := w.runOptions()
			o.Concurrency = 1
			r, err := Run(ctx, o)
			if !errors.Is(err, asked) {
				t.Errorf("got error %v, want %v", err, asked)
			}
			if r.Outcome != test.outcome {
				t.Errorf("got outcome %q (%s), want %q", r.Outcome, r.Error, test.outcome)
			}
		})
	}
}

func TestRunThatNeverBeganHasAnOutcome(t *testing.T) {
	t.Parallel()
	w := newWorld()
	o := w.runOptions()
	o.Source = nil
	if r, err := Run(t.Context(), o); r.Outcome != RunFailed || r.Finished.IsZero() || r.Error != err.Error() {
		t.Errorf("got %+v, want a failed run that says why: %v", r.Run, err)
	}
}
