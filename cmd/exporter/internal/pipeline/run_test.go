package pipeline

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/schema"
)

// outcomes are the records that are not in, by id.
func outcomes(r Report) map[string]schema.OutcomeKind {
	kinds := map[string]schema.OutcomeKind{}
	for _, o := range r.Troubled {
		kinds[o.RecordID] = o.Kind
	}
	return kinds
}

// figures are what tests look at in a report.
type figures struct {
	listed, due, loaded, left uint64
	complete, reconcile       bool
}

func figuresOf(r Report) figures {
	return figures{r.Listed, r.Due, r.Loaded, r.Left, r.Complete(), r.Reconcile}
}

// want fails the test unless a run ended without an error and with the figures.
func want(t *testing.T, r Report, err error, want figures) {
	t.Helper()
	if err != nil {
		t.Errorf("got error %v, want none", err)
	}
	if got := figuresOf(r); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestEverythingListedIsLoadedOnceAndThenNothingIsDue(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5), w.header("b", 2, 3), w.header("c", 1, 700))
	r, err := w.run(t)
	want(t, r, err, figures{listed: 6, due: 3, loaded: 3, complete: true, reconcile: true})
	r, err = w.run(t, large)
	want(t, r, err, figures{listed: 4, complete: true})
}

// large is a tenant too large to be listed whole by every run.
func large(o *RunOptions) { o.SmallTenant = 0 }

func TestSmallTenantIsListedWholeByEveryRun(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		bound int
		want  bool
	}{
		"more records than the bound": {1, false},
		"as many":                     {2, true},
		"disabled":                    {0, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.add(w.header("a", 1, 5), w.header("b", 1, 700))
			bound := func(o *RunOptions) { o.SmallTenant = test.bound }
			if _, err := w.run(t, bound); err != nil {
				t.Fatal(err)
			}
			r, err := w.run(t, bound)
			if err != nil {
				t.Fatal(err)
			}
			if r.Reconcile != test.want {
				t.Errorf("second run listed all: got %v, want %v", r.Reconcile, test.want)
			}
		})
	}
}

func TestWindowIsTheLookbackUntilAReconcileIsDue(t *testing.T) {
	t.Parallel()
	w := newWorld()
	windows := []time.Duration{}
	for range 4 {
		r, err := w.run(t, large)
		if err != nil {
			t.Fatal(err)
		}
		windows = append(windows, w.at.Sub(r.Window.From))
		w.at = w.at.Add(10 * time.Hour)
	}
	retention := schema.CallRecords.Retention
	if want := []time.Duration{retention, 48 * time.Hour, 48 * time.Hour, retention}; !slices.Equal(windows, want) {
		t.Errorf("windows: got %v, want %v", windows, want)
	}
}

func TestOptionsThatWouldListTooLittleAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*RunOptions)
		want   string
	}{
		"no family":    {func(o *RunOptions) { o.Family = schema.Family{} }, "no family"},
		"no source":    {func(o *RunOptions) { o.Source = nil }, "no source"},
		"no lookback":  {func(o *RunOptions) { o.Lookback = 0 }, "lookback"},
		"no reconcile": {func(o *RunOptions) { o.ReconcileEvery = 0 }, "reconcile"},
		"no archive":   {func(o *RunOptions) { o.Archive = nil }, "archive"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			_, err := w.run(t, test.change)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want one with %q", err, test.want)
			}
			if len(w.runs) != 0 {
				t.Errorf("got %d runs recorded, want none", len(w.runs))
			}
		})
	}
}

func TestListThatBrokeOffIsNoReconcileAndItsRecordsAreLoaded(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5))
	away := &schema.SourceError{Fault: schema.FaultBusy}
	w.onList = func(schema.Window) error { return away }
	r, err := w.run(t)
	if !errors.Is(err, away) {
		t.Errorf("got error %v, want that of the list", err)
	}
	if r.Outcome != RunFailed || r.Reconcile {
		t.Errorf("got outcome %q, reconcile %v, want %q and none", r.Outcome, r.Reconcile, RunFailed)
	}
	if r.Loaded != 1 || r.Left != 0 {
		t.Errorf("got %d loaded and %d left, want what was listed to be loaded", r.Loaded, r.Left)
	}
}

func TestRowOfTheListThatIsRefusedIsSaidAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5))
	w.refused = &schema.SourceError{Fault: schema.FaultRefused}
	r, err := w.run(t)
	want(t, r, err, figures{listed: 2, due: 1, loaded: 1})
	if len(r.Unlisted) != 1 {
		t.Errorf("got unlisted %v, want one row", r.Unlisted)
	}
}

func TestDeniedTenantStopsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.onList = func(schema.Window) error { return &schema.SourceError{Fault: schema.FaultDenied} }
	w.ledger["a"] = &entry{header: w.header("a", 1, 3)}
	r, err := w.run(t)
	if schema.FaultOf(err) != schema.FaultDenied {
		t.Errorf("got error %v, want that the tenant is denied", err)
	}
	if len(w.steps) != 0 {
		t.Errorf("got steps %v, want none", w.steps)
	}
	if r.Left != 1 {
		t.Errorf("got %d left, want 1", r.Left)
	}
}

func TestFailureOfOneRecordDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("busy", 1, 5), w.header("fine", 1, 4), w.header("bad", 1, 3), w.header("gone", 1, 6),
		w.header("young", 1, 1))
	w.fail["busy"] = &schema.SourceError{Fault: schema.FaultBusy}
	w.fail["bad"] = errMalformed
	w.fail["gone"] = &schema.SourceError{Fault: schema.FaultNotFound}
	w.fail["young"] = &schema.SourceError{Fault: schema.FaultNotFound}
	r, err := w.run(t)
	want(t, r, err, figures{listed: 10, due: 5, loaded: 1, left: 3, reconcile: true})
	for id, want := range map[string]schema.OutcomeKind{
		"busy": schema.OutcomeFailed, "bad": schema.OutcomeSetAside,
		"gone": schema.OutcomeLost, "young": schema.OutcomeNotBuilt,
	} {
		t.Run(id, func(t *testing.T) {
			if got := outcomes(r)[id]; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
	if r.Lost != 1 || r.SetAside != 1 {
		t.Errorf("got %d lost and %d set aside, want one each", r.Lost, r.SetAside)
	}
	if r.Outcome != RunPartial {
		t.Errorf("got outcome %q, want %q", r.Outcome, RunPartial)
	}
	if w.aside["bad"] == "" {
		t.Errorf("got set aside %v, want bad", w.aside)
	}
	if len(w.archive) != 1 {
		t.Errorf("got %d pages in the archive, want that of the bad record", len(w.archive))
	}
}

func TestNotFoundIsToldApartByTheClockAndTheLedger(t *testing.T) {
	t.Parallel()
	week := schema.CallRecords
	week.Retention = 7 * 24 * time.Hour
	tests := map[string]struct {
		family schema.Family
		hours  int
		loaded uint64
		kind   schema.OutcomeKind
		reason string
	}{
		"young and never seen": {schema.CallRecords, 1, 0, schema.OutcomeNotBuilt, "not built it yet"},
		"young and known":      {schema.CallRecords, 1, 1, schema.OutcomeLost, "no longer has it"},
		"old":                  {schema.CallRecords, 50, 0, schema.OutcomeLost, "gone 50h0m0s after its start"},
		"expired": {schema.CallRecords, 31 * 24, 0, schema.OutcomeLost,
			"it started 744h0m0s ago, and Graph keeps 30 days"},
		"expired by another family": {week, 8 * 24, 0, schema.OutcomeLost, "Graph keeps 7 days"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.ledger["a"] = &entry{header: w.header("a", 2, test.hours), loaded: test.loaded}
			w.fail["a"] = &schema.SourceError{Fault: schema.FaultNotFound}
			r, err := w.run(t, func(o *RunOptions) { o.Family = test.family })
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Troubled) != 1 {
				t.Fatalf("got %+v, want one record", r.Troubled)
			}
			if got := r.Troubled[0]; got.Kind != test.kind || !strings.Contains(got.Reason, test.reason) {
				t.Errorf("got %q: %s, want %q: %s", got.Kind, got.Reason, test.kind, test.reason)
			}
		})
	}
}

func TestWhatFailedIsDueAgainOutsideTheLookback(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 40))
	w.fail["a"] = &schema.SourceError{Fault: schema.FaultBusy}
	if _, err := w.run(t); err != nil {
		t.Fatal(err)
	}
	w.at = w.at.Add(20 * time.Hour)
	delete(w.fail, "a")
	r, err := w.run(t, large)
	want(t, r, err, figures{due: 1, loaded: 1, complete: true})
}

func TestRecordThatChangesWhileItIsReadIsReadAgainAndThenLeftForTheNextRun(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		changes int
		want    figures
	}{
		"once":        {1, figures{listed: 2, due: 1, loaded: 1, complete: true, reconcile: true}},
		"twice":       {2, figures{listed: 2, due: 1, loaded: 1, complete: true, reconcile: true}},
		"three times": {3, figures{listed: 2, due: 1, left: 1, reconcile: true}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.add(w.header("a", 1, 5))
			w.changes["a"] = test.changes
			r, err := w.run(t)
			want(t, r, err, test.want)
		})
	}
}

func TestVersionThatGrowsAfterTheListIsLoadedAndNotDueAgain(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5))
	w.onFetch = func(string) { w.headers["a"] = w.header("a", 2, 5) }
	r, err := w.run(t)
	want(t, r, err, figures{listed: 2, due: 1, loaded: 1, complete: true, reconcile: true})
	if w.live["a"] != 2 {
		t.Errorf("live version: got %d, want 2", w.live["a"])
	}
	w.onFetch = nil
	r, err = w.run(t)
	want(t, r, err, figures{listed: 2, complete: true, reconcile: true})
}

func TestRecordThatAppearsBehindTheListIsInWithTheNextRun(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5))
	w.onFetch = func(string) { w.add(w.header("b", 1, 6)) }
	r, err := w.run(t)
	want(t, r, err, figures{listed: 2, due: 1, loaded: 1, complete: true, reconcile: true})
	r, err = w.run(t)
	want(t, r, err, figures{listed: 4, due: 1, loaded: 1, complete: true, reconcile: true})
}

func TestRecordTakenFromTheListIsStillFetchedWhenItIsDue(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5))
	w.fail["a"] = &schema.SourceError{Fault: schema.FaultBusy}
	if _, err := w.run(t); err != nil {
		t.Fatal(err)
	}
	delete(w.headers, "a")
	w.fail["a"] = &schema.SourceError{Fault: schema.FaultNotFound}
	r, err := w.run(t)
	want(t, r, err, figures{due: 1, reconcile: true})
	if got := outcomes(r)["a"]; got != schema.OutcomeLost {
		t.Errorf("got %q, want %q", got, schema.OutcomeLost)
	}
}

func TestQuotaThatIsTooSmallForWhatIsDueIsSaidBefore(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		rate float64 // records per second
		want bool
	}{
		"large enough": {1, false},
		"too small":    {0.0001, true},
		"not known":    {0, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.add(w.header("a", 1, 30*24-1), w.header("b", 1, 30*24-1))
			var log bytes.Buffer
			_, err := w.run(t, func(o *RunOptions) {
				o.RecordRate, o.Logger = test.rate, slog.New(slog.NewTextHandler(&log, nil))
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(log.String(), "records_too_late=2"); got != test.want {
				t.Errorf("got said %v, want %v: %s", got, test.want, &log)
			}
		})
	}
}

func TestRecordThatLagsBehindTheListIsLoadedAndStaysDue(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 3, 5))
	w.lags = map[string]int{"a": 1}
	r, err := w.run(t)
	want(t, r, err, figures{listed: 2, due: 1, left: 1, reconcile: true})
	if got := outcomes(r)["a"]; got != schema.OutcomeFailed {
		t.Errorf("got %q, want %q", got, schema.OutcomeFailed)
	}
	if w.live["a"] != 2 {
		t.Errorf("live version: got %d, want 2", w.live["a"])
	}
	w.lags = nil
	r, err = w.run(t)
	want(t, r, err, figures{listed: 2, due: 1, loaded: 1, complete: true, reconcile: true})
	if w.live["a"] != 3 {
		t.Errorf("live version: got %d, want 3", w.live["a"])
	}
}

func TestBatchIsLoadedWhenItIsOldEnough(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5), w.header("b", 1, 4), w.header("c", 1, 3))
	w.onFetch = func(string) { w.pass(6 * time.Second) }
	if _, err := w.run(t, func(o *RunOptions) { o.Concurrency = 1 }); err != nil {
		t.Fatal(err)
	}
	commits := 0
	for _, s := range w.steps {
		if s == "commit" {
			commits++
		}
	}
	if commits < 2 {
		t.Errorf("got steps %v, want two commits at least in 18 s", w.steps)
	}
}

func TestLedgerMovesLast(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5))
	if _, err := w.run(t); err != nil {
		t.Fatal(err)
	}
	if want := []string{"insert", "archive", "commit", "record"}; !slices.Equal(w.steps, want) {
		t.Errorf("got steps %v, want %v", w.steps, want)
	}
}

func TestRecordsStayDueWhenTheWarehouseFailsAtAnyStep(t *testing.T) {
	t.Parallel()
	for step, advice := range map[string]string{
		"insert": "not loaded, they stay due", "archive": "not committed, they stay due", "commit": "",
		"record": "2 records are committed but the ledger is not told, they stay due",
	} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.add(w.header("a", 1, 5), w.header("b", 1, 4))
			broken := errors.New("broken")
			w.refuse[step] = broken
			r, err := w.run(t)
			if !errors.Is(err, broken) || !strings.Contains(err.Error(), advice) {
				t.Errorf("got error %v, want that of the step with %q", err, advice)
			}
			want(t, r, nil, figures{listed: 4, due: 2, left: 2, reconcile: true})
			delete(w.refuse, step)
			r, err = w.run(t)
			want(t, r, err, figures{listed: 4, due: 2, loaded: 2, complete: true, reconcile: true})
			if len(w.live) != 2 {
				t.Errorf("got live %v, want both records", w.live)
			}
		})
	}
}

func TestNearestToExpiryIsFetchedFirst(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("young", 1, 1), w.header("oldest", 1, 600), w.header("old", 1, 300))
	var order []string
	w.onFetch = func(id string) { order = append(order, id) }
	if _, err := w.run(t, func(o *RunOptions) { o.Concurrency = 1 }); err != nil {
		t.Fatal(err)
	}
	if want := []string{"oldest", "old", "young"}; !slices.Equal(order, want) {
		t.Errorf("got fetched %v, want %v", order, want)
	}
}

func TestRunThatIsToldToStopCommitsWhatIsWhole(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 9), w.header("b", 1, 8), w.header("c", 1, 7))
	ctx, cancel := context.WithCancel(t.Context())
	w.onFetch = func(id string) {
		if id == "c" {
			cancel()
		}
	}
	o := w.runOptions()
	o.Concurrency = 1
	r, err := Run(ctx, o)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want that it was canceled", err)
	}
	if err != nil && strings.Count(err.Error(), context.Canceled.Error()) != 1 {
		t.Errorf("got error %q, want it said once", err)
	}
	if r.Loaded != 2 || r.Left != 1 {
		t.Errorf("got %d loaded and %d left, want 2 and 1", r.Loaded, r.Left)
	}
	if len(r.Troubled) != 0 {
		t.Errorf("got troubled %+v, want none", r.Troubled)
	}
}

func TestExpiryAlarmIsRaisedForWhatIsDue(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		hours int
		want  bool
	}{
		"young": {24, false},
		"old":   {29 * 24, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.add(w.header("a", 1, test.hours))
			w.fail["a"] = &schema.SourceError{Fault: schema.FaultBusy}
			r, err := w.run(t)
			if err != nil {
				t.Fatal(err)
			}
			if r.Alarm != test.want {
				t.Errorf("alarm: got %v, want %v", r.Alarm, test.want)
			}
			if r.OldestDueID != "a" {
				t.Errorf("oldest due: got %q, want a", r.OldestDueID)
			}
		})
	}
}

func TestArchiveHasOnlyRefusedRecordsWhenRawPagesAreOff(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		raw  bool
		want int
	}{
		"on":  {true, 2},
		"off": {false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.add(w.header("fine", 1, 5), w.header("bad", 1, 4))
			w.fail["bad"] = errMalformed
			if _, err := w.run(t, func(o *RunOptions) { o.RawPages = test.raw }); err != nil {
				t.Fatal(err)
			}
			if len(w.archive) != test.want {
				t.Errorf("got %d pages in the archive, want %d", len(w.archive), test.want)
			}
		})
	}
}
