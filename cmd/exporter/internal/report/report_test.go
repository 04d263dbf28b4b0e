package report

import (
	"context"
	"errors"
	"slices"
	"testing"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/schema"
)

var errDenied, errTold = errors.New("denied"), errors.New("told to stop")

// ran is an outcome with everything in it.
func ran(change func(*Outcome)) Outcome {
	o := Outcome{Report: pipeline.Report{Run: schema.Run{ID: "r", TenantID: "t", Outcome: pipeline.RunComplete}}}
	change(&o)
	return o
}

func TestVerdictIsOneErrorForAllTenants(t *testing.T) {
	t.Parallel()
	whole := ran(func(*Outcome) {})
	failed := ran(func(o *Outcome) { o.Err = errDenied })
	stopped := ran(func(o *Outcome) { o.Outcome, o.Error, o.Err = pipeline.RunInterrupted, "told", errTold })
	unlisted := ran(func(o *Outcome) { o.Unlisted = []string{"row"} })
	for name, c := range map[string]struct {
		outcomes []Outcome
		is       []error
		word     string
	}{
		"all is in":             {[]Outcome{whole, whole}, nil, pipeline.RunComplete},
		"nothing was run":       {nil, nil, pipeline.RunComplete},
		"a record is left":      {[]Outcome{ran(func(o *Outcome) { o.Left = 1 })}, []error{ErrPartial}, pipeline.RunPartial},
		"in the first tenant":   {[]Outcome{ran(func(o *Outcome) { o.Lost = 1 }), whole}, []error{ErrPartial}, pipeline.RunPartial},
		"in the last tenant":    {[]Outcome{whole, ran(func(o *Outcome) { o.SetAside = 1 })}, []error{ErrPartial}, pipeline.RunPartial},
		"a row was refused":     {[]Outcome{unlisted, whole}, []error{ErrPartial}, pipeline.RunPartial},
		"a record expires soon": {[]Outcome{ran(func(o *Outcome) { o.Alarm = true }), whole}, []error{ErrPartial}, pipeline.RunPartial},
		"the first failed":      {[]Outcome{failed, whole}, []error{ErrTenants, errDenied}, pipeline.RunPartial},
		"the last failed":       {[]Outcome{whole, failed}, []error{ErrTenants, errDenied}, pipeline.RunPartial},
		"all tenants failed":    {[]Outcome{failed, failed}, []error{errDenied}, pipeline.RunFailed},
		"it was told to stop":   {[]Outcome{stopped}, []error{ErrInterrupted}, pipeline.RunInterrupted},
		"one failed before that": {[]Outcome{failed, stopped}, []error{ErrInterrupted, errDenied},
			pipeline.RunInterrupted},
		"one was done before that": {[]Outcome{whole, stopped}, []error{ErrInterrupted}, pipeline.RunInterrupted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := Verdict(c.outcomes)
			for _, kind := range []error{ErrPartial, ErrTenants, ErrInterrupted, errDenied} {
				if got, want := errors.Is(err, kind), slices.Contains(c.is, kind); got != want {
					t.Errorf("%v: got %v (%v), want %v", kind, got, err, want)
				}
			}
			if got := Word(err); got != c.word {
				t.Errorf("got the word %q, want %q", got, c.word)
			}
			if (err != nil) != (len(c.is) > 0) {
				t.Errorf("got %v, want an error only when something is wrong", err)
			}
		})
	}
}

func TestCommandThatIsToldToStopBeforeItsRunIsInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	if err := Stopped(ctx, errDenied); !errors.Is(err, errDenied) || errors.Is(err, ErrInterrupted) {
		t.Errorf("before: got %v, want %v alone", err, errDenied)
	}
	cancel(errTold)
	for err, want := range map[error]bool{ctx.Err(): true, errDenied: false, errors.Join(ctx.Err(), errDenied): false} {
		if got := errors.Is(Stopped(ctx, err), ErrInterrupted); got != want {
			t.Errorf("%v: got interrupted %v, want %v", err, got, want)
		}
	}
	if err := Stopped(ctx, nil); err != nil {
		t.Errorf("got %v of nothing, want nothing", err)
	}
}
