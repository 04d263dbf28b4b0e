package report

import (
	"errors"
	"testing"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/schema"
)

var errDenied = errors.New("denied")

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
	unlisted := ran(func(o *Outcome) { o.Unlisted = []string{"row"} })
	for name, c := range map[string]struct {
		outcomes        []Outcome
		partial, failed bool
	}{
		"all is in":             {[]Outcome{whole, whole}, false, false},
		"nothing was run":       {nil, false, false},
		"a record is left":      {[]Outcome{ran(func(o *Outcome) { o.Left = 1 })}, true, false},
		"in the first tenant":   {[]Outcome{ran(func(o *Outcome) { o.Lost = 1 }), whole}, true, false},
		"in the last tenant":    {[]Outcome{whole, ran(func(o *Outcome) { o.SetAside = 1 })}, true, false},
		"a row was refused":     {[]Outcome{unlisted, whole}, true, false},
		"a record expires soon": {[]Outcome{ran(func(o *Outcome) { o.Alarm = true }), whole}, true, false},
		"the first failed":      {[]Outcome{failed, whole}, true, true},
		"the last failed":       {[]Outcome{whole, failed}, true, true},
		"all tenants failed":    {[]Outcome{failed, failed}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := Verdict(c.outcomes)
			if got := errors.Is(err, ErrPartial); got != c.partial {
				t.Errorf("partial: got %v (%v), want %v", got, err, c.partial)
			}
			if got := errors.Is(err, errDenied); got != c.failed {
				t.Errorf("failed: got %v (%v), want %v", got, err, c.failed)
			}
			if (err != nil) != (c.partial || c.failed) {
				t.Errorf("got %v, want an error only when something is wrong", err)
			}
		})
	}
}
