package report

import (
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/internal/golden"
	"callrecords/schema"
)

// woods are two families of tables whose names say nothing else.
var woods = []schema.Family{
	{Name: "woods", Tables: []schema.Table{{Name: "oaks"}, {Name: "elms"}}},
	{Name: "meadows", Tables: []schema.Table{{Name: "herbs"}}},
}

// busy is a run with another figure everywhere.
func busy() Outcome {
	began := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return Outcome{Report: pipeline.Report{
		Run: schema.Run{
			ID: "run-1", TenantID: "tenant-1", Family: "woods", Command: "run", Outcome: pipeline.RunPartial,
			Window:  schema.Window{From: began.AddDate(0, 0, -2), To: began},
			Started: began, Finished: began.Add(12345 * time.Millisecond),
			Listed: 1001, Due: 902, Fetched: 803, Loaded: 704, SetAside: 605, Lost: 506, Left: 407,
			OldestDueID: "r-9", OldestDueExpires: began.Add(time.Hour).In(time.FixedZone("", 3600)),
			Rows: 30008, Requests: 2009, Throttled: 310, Bytes: 4_200_000_000,
		},
		Fresh:  111,
		Shared: 112, LeftToOthers: 113,
		Tables: schema.Counts{"oaks": 21_012_345, "elms": 8996, "herbs": 13},
		Troubled: []schema.Outcome{
			{Kind: schema.OutcomeLost, RecordID: "r-1", Version: 3, Reason: "Graph has no such record"},
			{Kind: schema.OutcomeSetAside, RecordID: "r-2", Version: 4, Reason: "not JSON"},
		},
		Unlisted: []string{"row 4 has no id"},
	}}
}

// peakLine is the one figure that is measured, not told; attribute is where a log
// line is broken, to be read.
var (
	peakLine  = regexp.MustCompile(`peak memory +[0-9.]+ [kMG]?B`)
	attribute = regexp.MustCompile(` (\w+=)`)
)

// printed is what a summary prints, with a peak of its own.
func printed(summary func(w io.Writer)) string {
	var b strings.Builder
	summary(&b)
	return peakLine.ReplaceAllString(b.String(), "peak memory  PEAK")
}

func TestSummarySaysEveryFigureInItsPlace(t *testing.T) {
	t.Parallel()
	many := func(n int) (o Outcome) {
		o = busy()
		o.Troubled, o.Unlisted = nil, nil
		for i := range n {
			o.Troubled = append(o.Troubled, schema.Outcome{
				Kind: schema.OutcomeFailed, RecordID: fmt.Sprint("r-", i), Version: uint64(i), Reason: "busy",
			})
			o.Unlisted = append(o.Unlisted, fmt.Sprint("row ", i))
		}
		return o
	}
	nothing := Outcome{Report: pipeline.Report{Run: schema.Run{
		ID: "run-2", TenantID: "tenant-2", Family: "meadows", Outcome: pipeline.RunComplete,
		Listed: 5, Requests: 6,
	}}}
	due := nothing
	due.Due, due.Left, due.Outcome = 1, 1, pipeline.RunPartial
	failed := busy()
	failed.Err = errDenied
	stopped := busy()
	stopped.Outcome, stopped.Error, stopped.Err = pipeline.RunInterrupted, "terminated", errTold
	for name, outcomes := range map[string][]Outcome{
		"failed":              {failed},
		"interrupted":         {stopped},
		"partial":             {busy()},
		"nothing_new":         {nothing},
		"nothing_but_due":     {due},
		"never_began":         {{Report: pipeline.Report{Run: schema.Run{TenantID: "tenant-3"}}}, nothing},
		"as_many_as_named":    {many(maxTroubles)},
		"more_than_are_named": {many(maxTroubles + 1234)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden.Check(t, "summary_"+name+".txt", printed(func(w io.Writer) { Output{Writer: w, Families: woods}.Exported(outcomes) }))
		})
	}
	t.Run("of what was at hand", func(t *testing.T) {
		t.Parallel()
		golden.Check(t, "summary_offline.txt", printed(func(w io.Writer) {
			Output{Writer: w, Families: woods}.Read([]Outcome{busy()}) // whose rows are wider than any peak
		}))
	})
}

func TestLogSaysEveryFigureUnderItsName(t *testing.T) {
	t.Parallel()
	failed := busy()
	failed.Err = errDenied
	stopped := busy()
	stopped.Troubled = nil
	stopped.Outcome, stopped.Error, stopped.Err = pipeline.RunInterrupted, "terminated", errTold
	none := Outcome{Err: errDenied}
	none.TenantID, none.Family = "tenant-1", "woods"
	unlisted := failed
	unlisted.Troubled, unlisted.Window = nil, schema.Window{}
	for name, o := range map[string]Outcome{
		"partial": busy(), "failed": failed, "interrupted": stopped, "never_began": none, "no_window": unlisted,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			untimed := func(_ []string, a slog.Attr) slog.Attr {
				if a.Key == slog.TimeKey {
					return slog.Attr{}
				}
				return a
			}
			o.Log(t.Context(), slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{ReplaceAttr: untimed})))
			golden.Check(t, "log_"+name+".txt", attribute.ReplaceAllString(b.String(), "\n  $1"))
		})
	}
}
