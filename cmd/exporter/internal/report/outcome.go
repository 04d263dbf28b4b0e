// Package report tells what became of a run: the figures that it prints, the
// lines that it logs, and one verdict for the exit code.
package report

import (
	"context"
	"errors"
	"fmt"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/pipeline/stopped"
)

// What a verdict can be besides that all is in, or that all failed.
var (
	// ErrPartial says that the run is done and some records are not in.
	ErrPartial = errors.New("some records are not in the warehouse")

	// ErrTenants says that some tenants failed, and the others are done.
	ErrTenants = errors.New("some tenants failed, the others are done")

	// ErrInterrupted says that the run was told to stop, and nothing failed.
	ErrInterrupted = errors.New("stopped before the end; what is in stays in, and the next run goes on")
)

// Outcome is what became of one family of a tenant.
type Outcome struct {
	pipeline.Report
	Err error
}

// began says whether there was a run at all.
func (o Outcome) began() bool { return o.ID != "" }

// Verdict is one error for all tenants: the failures, that they were told to stop, or
// that records are missing.
func Verdict(outcomes []Outcome) error {
	var failed []error
	var stopped error
	partial := false
	for _, o := range outcomes {
		switch {
		case o.Outcome == pipeline.RunInterrupted:
			stopped = fmt.Errorf("%w (%s)", ErrInterrupted, o.Error)
		case o.Err != nil:
			failed = append(failed, fmt.Errorf("tenant %s: %w", o.TenantID, o.Err))
		default:
			partial = partial || !o.Complete() || o.Alarm
		}
	}
	switch {
	case len(failed) == len(outcomes) && len(failed) > 0:
		return errors.Join(failed...)
	case stopped != nil:
		return errors.Join(append(failed, stopped)...)
	case len(failed) > 0:
		return fmt.Errorf("%w: %w", ErrTenants, errors.Join(failed...))
	case partial:
		return ErrPartial
	}
	return nil
}

// Stopped is an error as it is, or [ErrInterrupted] when it says only that ctx is done:
// the command was told to stop before there was a run.
func Stopped(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, ErrInterrupted) || !stopped.Only(ctx, err) {
		return err
	}
	return fmt.Errorf("%w (%w)", ErrInterrupted, context.Cause(ctx))
}

// Word is the outcome of a whole command, in the words of a run's.
func Word(err error) string {
	switch {
	case err == nil:
		return pipeline.RunComplete
	case errors.Is(err, ErrInterrupted):
		return pipeline.RunInterrupted
	case errors.Is(err, ErrPartial), errors.Is(err, ErrTenants):
		return pipeline.RunPartial
	}
	return pipeline.RunFailed
}
