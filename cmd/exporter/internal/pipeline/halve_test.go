package pipeline

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/pipeline/listing"
	"callrecords/schema"
)

// month is a world of a record in every six hours of the retention.
func month() *world {
	w := newWorld()
	for i := range 120 {
		w.add(w.header(fmt.Sprintf("r%03d", i), 1, 6*i+3))
	}
	return w
}

func TestListThatFailsIsHalvedUntilOnlyTheBadSpanIsLeft(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string][]time.Duration{ // before now
		"in the middle":       {15*24*time.Hour + 7*time.Minute},
		"at the beginning":    {30*24*time.Hour - time.Second},
		"at the end":          {time.Second},
		"in both halves":      {25 * 24 * time.Hour, 5 * 24 * time.Hour},
		"twice in one minute": {time.Hour + time.Second, time.Hour + 2*time.Second},
	} {
		for _, fault := range []schema.Fault{schema.FaultBusy, schema.FaultRefused} {
			t.Run(name+", "+string(fault), func(t *testing.T) {
				t.Parallel()
				w := month()
				lists := 0
				w.onList = func(win schema.Window) error {
					lists++
					for _, back := range bad {
						if win.Contains(w.at.Add(-back)) {
							return &schema.SourceError{Fault: fault, Err: errors.New("page 7")}
						}
					}
					return nil
				}
				r, err := w.run(t)
				if err != nil || r.Outcome != RunPartial || r.Reconcile || r.Complete() {
					t.Errorf("got %v, outcome %q, reconcile %v, want %q and no reconcile",
						err, r.Outcome, r.Reconcile, RunPartial)
				}
				if r.Loaded != 120 || r.Left != 0 {
					t.Errorf("got %d loaded and %d left, want all 120 records", r.Loaded, r.Left)
				}
				if lists > 3*listing.MaxFailedSpans {
					t.Errorf("got %d lists", lists)
				}
				checkSpans(t, w.at, r.Unlisted, bad)
			})
		}
	}
}

// checkSpans wants a span of a minute at most, named with the reason, at each bad time.
func checkSpans(t *testing.T, now time.Time, unlisted []string, bad []time.Duration) {
	t.Helper()
	if len(unlisted) == 0 || len(unlisted) > len(bad) {
		t.Fatalf("got unlisted %q, want %d spans at most", unlisted, len(bad))
	}
	for _, back := range bad {
		at := now.Add(-back)
		if !slices.ContainsFunc(unlisted, func(said string) bool {
			from, to, found := strings.Cut(said[strings.IndexByte(said, '[')+1:], ", ")
			first, _ := time.Parse(time.RFC3339, from)
			last, err := time.Parse(time.RFC3339, to[:strings.IndexByte(to, ')')])
			return found && err == nil && !at.Before(first) && !at.After(last.Add(time.Second)) &&
				last.Sub(first) <= 2*listing.ShortestSpan && strings.Contains(said, "page 7")
		}) {
			t.Errorf("got unlisted %q, want a span around %s with the reason", unlisted, at)
		}
	}
}

func TestListThatFailsForAllIsNotHalvedForLong(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault schema.Fault
		world *world
		lists int
	}{
		"nothing ever comes":             {schema.FaultBusy, newWorld(), listing.MaxFailedAtOnce},
		"something comes, but no window": {schema.FaultBusy, month(), listing.MaxFailedInARow},
		"denied":                         {schema.FaultDenied, month(), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			broken := &schema.SourceError{Fault: test.fault}
			lists := 0
			test.world.onList = func(schema.Window) error { lists++; return broken }
			r, err := test.world.run(t)
			if !errors.Is(err, broken) || r.Outcome != RunFailed || r.Reconcile {
				t.Errorf("got %v, outcome %q, reconcile %v, want that of the list", err, r.Outcome, r.Reconcile)
			}
			if lists != test.lists {
				t.Errorf("got %d lists, want %d", lists, test.lists)
			}
		})
	}
}

func TestListWithBadSpansEverywhereEnds(t *testing.T) {
	t.Parallel()
	w := month()
	lists := 0
	w.onList = func(win schema.Window) error {
		lists++
		if win.To.Sub(win.From) > time.Hour {
			return &schema.SourceError{Fault: schema.FaultBusy}
		}
		return nil
	}
	r, err := w.run(t)
	if lists > 3*listing.MaxFailedSpans {
		t.Errorf("got %d lists", lists)
	}
	if err == nil && r.Complete() {
		t.Error("got a complete run, want what was not listed named")
	}
}

func TestRowThatIsRefusedInASpanThatIsHalvedIsSaidOnce(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5))
	w.onList = func(win schema.Window) error {
		if win.Contains(w.at.Add(-time.Hour)) {
			return &schema.SourceError{Fault: schema.FaultBusy, Err: errors.New("page 7")}
		}
		w.refused = nil
		return nil
	}
	w.refused = &schema.SourceError{Fault: schema.FaultRefused, RecordID: "odd"}
	r, err := w.run(t)
	rows := slices.DeleteFunc(r.Unlisted, func(said string) bool { return strings.Contains(said, "page 7") })
	if err != nil || len(rows) != 1 || !strings.Contains(rows[0], "odd") {
		t.Errorf("got %v, unlisted %q, want one row", err, rows)
	}
}
