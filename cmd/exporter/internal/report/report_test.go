package report

import (
	"errors"
	"strings"
	"testing"
	"time"

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
	for name, c := range map[string]struct {
		outcomes        []Outcome
		partial, failed bool
	}{
		"all is in":             {[]Outcome{whole, whole}, false, false},
		"nothing was run":       {nil, false, false},
		"a record is left":      {[]Outcome{whole, ran(func(o *Outcome) { o.Left = 1 })}, true, false},
		"a record expires soon": {[]Outcome{ran(func(o *Outcome) { o.Alarm = true })}, true, false},
		"one tenant failed":     {[]Outcome{failed, whole}, true, true},
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

func TestSummaryNamesTablesAndTroubles(t *testing.T) {
	t.Parallel()
	families := []schema.Family{{Name: "woods", Tables: []schema.Table{{Name: "oaks"}, {Name: "elms"}}}}
	o := ran(func(o *Outcome) {
		o.Family, o.Loaded, o.Due, o.Left = "woods", 1200, 1201, 1
		o.Tables = schema.Counts{"oaks": 1200, "elms": 7}
		o.OldestDueID, o.OldestDueExpires = "x", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		for range maxTroubles + 2 {
			o.Troubled = append(o.Troubled, schema.Outcome{Kind: schema.OutcomeLost, RecordID: "x", Version: 3, Reason: "gone"})
		}
		for range maxTroubles + 3 {
			o.Unlisted = append(o.Unlisted, "row 4 has no id")
		}
	})
	var b strings.Builder
	Summary(&b, families, []Outcome{o, ran(func(o *Outcome) { o.ID = "" })})
	text := strings.Join(strings.Fields(b.String()), " ")
	for _, want := range []string{
		"tenant t complete", "loaded 1,200 oaks 1,200 elms 7 requests 0", "oldest due x, expires 2026-03-01T00:00:00Z",
		"lost: record x version 3: gone", "… and 2 more, in the log and in the ledger", "list: row 4 has no id",
		"… and 3 more of the list, in the log",
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(text, want) {
				t.Errorf("got\n%s\nwant %q in it", text, want)
			}
		})
	}
	if got := strings.Count(text, "tenant "); got != 1 {
		t.Errorf("got %d tenants, want 1: a run that never began has no figures", got)
	}
}
