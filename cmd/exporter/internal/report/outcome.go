// Package report tells what became of a run: the figures that it prints, the
// lines that it logs, and one verdict for the exit code.
package report

import (
	"errors"
	"fmt"

	"callrecords/cmd/exporter/internal/pipeline"
)

// ErrPartial says that the run is done and some records are not in.
var ErrPartial = errors.New("some records are not in the warehouse")

// Outcome is what became of one family of a tenant.
type Outcome struct {
	pipeline.Report
	Err error
}

// Verdict is one error for all tenants: the failures, or that records are missing.
func Verdict(outcomes []Outcome) error {
	var failed []error
	partial := false
	for _, o := range outcomes {
		if o.Err != nil {
			failed = append(failed, fmt.Errorf("tenant %s: %w", o.TenantID, o.Err))
		}
		partial = partial || !o.Complete() || o.Alarm
	}
	switch {
	case len(failed) == len(outcomes) && len(failed) > 0:
		return errors.Join(failed...)
	case len(failed) > 0:
		return fmt.Errorf("%w: %w", ErrPartial, errors.Join(failed...))
	case partial:
		return ErrPartial
	}
	return nil
}
