package pipeline

import (
	"testing"
	"time"

	"callrecords/schema"
)

// A call without an end is not old: it may be going on.
func TestCallWithoutAnEndIsNotLostBeforeItExpires(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)
	gone := &schema.SourceError{Fault: schema.FaultNotFound}
	for name, test := range map[string]struct {
		hours int
		built bool
		want  schema.OutcomeKind
	}{
		"after an hour":       {1, false, schema.OutcomeNotBuilt},
		"after a day":         {24, false, schema.OutcomeNotBuilt},
		"when it has expired": {31 * 24, false, schema.OutcomeLost},
		"when it was built":   {24, true, schema.OutcomeLost},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := now.Add(-time.Duration(test.hours) * time.Hour)
			a := &attempt{header: schema.Header{Start: start}, built: test.built}
			if got, reason := classify(schema.CallRecords, a, gone, now); got != test.want || reason == "" {
				t.Errorf("got %q: %q, want %q", got, reason, test.want)
			}
		})
	}
}
