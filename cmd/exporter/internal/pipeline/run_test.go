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

func TestEverythingListedIsLoadedOnceAndThenNothingIsDue(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5), w.header("b", 2, 3), w.header("c", 1, 700))
	r, err := w.run(t)
	if err != nil || r.Loaded != 3 || !r.Complete() || !r.Reconcile {
		t.Fatalf("first run: %+v, %v", r.Run, err)
	}
	r, err = w.run(t, large)
	if err != nil || r.Due != 0 || r.Loaded != 0 || !r.Complete() || r.Reconcile || r.Listed != 4 {
		t.Fatalf("second run: %+v, %v", r.Run, err)
	}
}

// large is a tenant too large to be listed whole by every run.
func large(o *Options) { o.SmallTenant = -1 }

func TestSmallTenantIsListedWholeByEveryRun(t *testing.T) {
	t.Parallel()
	for bound, want := range map[int]bool{1: false, 2: true} {
		w := newWorld()
		w.add(w.header("a", 1, 5), w.header("b", 1, 700))
		for range 2 {
			r, err := w.run(t, func(o *Options) { o.SmallTenant = bound })
			if err != nil {
				t.Fatal(err)
			}
			if len(w.runs) == 2 && r.Reconcile != want {
				t.Errorf("2 records, bound %d: listed whole %v, want %v", bound, r.Reconcile, want)
			}
		}
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
	if want := []time.Duration{schema.CallRecords.Retention, 48 * time.Hour, 48 * time.Hour, schema.CallRecords.Retention}; !slices.Equal(windows, want) {
		t.Errorf("windows went back %v, want %v", windows, want)
	}
}

func TestListThatBrokeOffIsNoReconcileAndItsRecordsAreLoaded(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5))
	w.listErr = &schema.SourceError{Fault: schema.FaultBusy}
	r, err := w.run(t)
	if err == nil || r.Loaded != 1 || r.Reconcile || r.Outcome != "failed" {
		t.Errorf("%+v, %v", r.Run, err)
	}
}

func TestRowOfTheListThatIsRefusedIsSaidAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5))
	w.rowErr = &schema.SourceError{Fault: schema.FaultRefused}
	r, err := w.run(t)
	if err != nil || r.Loaded != 1 || len(r.Unlisted) != 1 || r.Complete() || r.Reconcile {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestDeniedTenantStopsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.listErr = &schema.SourceError{Fault: schema.FaultDenied}
	w.ledger["a"] = &entry{header: w.header("a", 1, 3)}
	r, err := w.run(t)
	if !denied(err) || len(w.steps) != 0 || r.Left != 1 {
		t.Errorf("%+v, %v, steps %v", r.Run, err, w.steps)
	}
}

func TestFailureOfOneRecordDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("busy", 1, 5), w.header("fine", 1, 4), w.header("bad", 1, 3), w.header("gone", 1, 6))
	young := w.header("young", 1, 1)
	w.add(young)
	w.fail["busy"] = &schema.SourceError{Fault: schema.FaultBusy}
	w.fail["bad"] = errMalformed
	w.fail["gone"] = &schema.SourceError{Fault: schema.FaultNotFound}
	w.fail["young"] = &schema.SourceError{Fault: schema.FaultNotFound}
	r, err := w.run(t)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]schema.OutcomeKind{"busy": schema.OutcomeFailed, "bad": schema.OutcomeSetAside, "gone": schema.OutcomeLost, "young": schema.OutcomeNotBuilt}
	for id, kind := range want {
		if got := outcomes(r)[id]; got != kind {
			t.Errorf("%s: %q, want %q", id, got, kind)
		}
	}
	if r.Loaded != 1 || r.Lost != 1 || r.SetAside != 1 || r.Left != 3 || r.Outcome != "incomplete" {
		t.Errorf("%+v", r.Run)
	}
	if w.aside["bad"] == "" || len(w.vault) != 1 {
		t.Errorf("aside %v, %d pages in the vault", w.aside, len(w.vault))
	}
}

func TestNotFoundIsToldApartByTheClockAndTheLedger(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		hours  int
		loaded uint64
		kind   schema.OutcomeKind
		reason string
	}{
		"young and never seen": {1, 0, schema.OutcomeNotBuilt, "not built it yet"},
		"young and known":      {1, 1, schema.OutcomeLost, "no longer has it"},
		"old":                  {50, 0, schema.OutcomeLost, "gone 50h0m0s after its start"},
		"expired":              {31 * 24, 0, schema.OutcomeLost, "it started 744h0m0s ago"},
	}
	for name, test := range tests {
		w := newWorld()
		w.ledger["a"] = &entry{header: w.header("a", 2, test.hours), loaded: test.loaded}
		w.fail["a"] = &schema.SourceError{Fault: schema.FaultNotFound}
		r, err := w.run(t)
		if err != nil || len(r.Troubled) != 1 || r.Troubled[0].Kind != test.kind || !strings.Contains(r.Troubled[0].Reason, test.reason) {
			t.Errorf("%s: %+v, %v", name, r.Troubled, err)
		}
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
	if err != nil || r.Listed != 0 || r.Loaded != 1 {
		t.Errorf("%+v, %v", r.Run, err)
	}
}

func TestTornRecordIsReadAgainAndThenLeftForTheNextRun(t *testing.T) {
	t.Parallel()
	for reads, want := range map[int]uint64{1: 1, 2: 1, 3: 0} {
		w := newWorld()
		w.add(w.header("a", 1, 5))
		w.tornFor["a"] = reads
		r, err := w.run(t)
		if err != nil || r.Loaded != want || r.Left != 1-want {
			t.Errorf("%d torn reads: %+v, %v", reads, r.Run, err)
		}
	}
}

func TestVersionThatGrowsAfterTheListIsLoadedAndNotDueAgain(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5))
	w.onFetch = func(string) { w.headers["a"] = w.header("a", 2, 5) }
	if r, err := w.run(t); err != nil || !r.Complete() || w.live["a"] != 2 {
		t.Errorf("%+v, live version %d, %v", r.Run, w.live["a"], err)
	}
	w.onFetch = nil
	if r, err := w.run(t); err != nil || r.Due != 0 {
		t.Errorf("%+v, %v", r.Run, err)
	}
}

func TestRecordThatAppearsBehindTheListIsInWithTheNextRun(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5))
	w.onFetch = func(string) { w.add(w.header("b", 1, 6)) }
	for run, want := range []uint64{1, 1} {
		if r, err := w.run(t); err != nil || r.Loaded != want {
			t.Errorf("run %d: %+v, %v", run, r.Run, err)
		}
	}
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
	if err != nil || r.Listed != 0 || outcomes(r)["a"] != schema.OutcomeLost {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestQuotaThatIsTooSmallForWhatIsDueIsSaidBefore(t *testing.T) {
	t.Parallel()
	for rate, want := range map[float64]bool{1: false, 0.0001: true} {
		w := newWorld()
		w.add(w.header("a", 1, 30*24-1), w.header("b", 1, 30*24-1))
		var log bytes.Buffer
		_, err := w.run(t, func(o *Options) {
			o.RecordRate, o.Logger = rate, slog.New(slog.NewTextHandler(&log, nil))
		})
		if err != nil || strings.Contains(log.String(), "records_too_late=2") != want {
			t.Errorf("rate %v: %v, %s", rate, err, &log)
		}
	}
}

func TestRecordThatLagsBehindTheListIsLoadedAndStaysDue(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 3, 5))
	w.lags = map[string]int{"a": 1}
	r, err := w.run(t)
	if err != nil || r.Left != 1 || outcomes(r)["a"] != schema.OutcomeFailed || w.live["a"] != 2 {
		t.Errorf("%+v, live version %d, %v", r, w.live["a"], err)
	}
	w.lags = nil
	if r, err = w.run(t); err != nil || !r.Complete() || w.live["a"] != 3 {
		t.Errorf("%+v, live version %d, %v", r, w.live["a"], err)
	}
}

func TestBatchIsLoadedWhenItIsOldEnough(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5), w.header("b", 1, 4), w.header("c", 1, 3))
	w.onFetch = func(string) { w.pass(6 * time.Second) }
	if _, err := w.run(t, func(o *Options) { o.Concurrency = 1 }); err != nil {
		t.Fatal(err)
	}
	commits := 0
	for _, s := range w.steps {
		if s == "commit" {
			commits++
		}
	}
	if commits < 2 {
		t.Errorf("steps %v: one batch for 18 s", w.steps)
	}
}

func TestLedgerMovesLast(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5))
	if _, err := w.run(t); err != nil {
		t.Fatal(err)
	}
	if want := []string{"insert", "keep", "commit", "settle"}; !slices.Equal(w.steps, want) {
		t.Errorf("steps %v, want %v", w.steps, want)
	}
}

func TestRecordsStayDueWhenTheWarehouseFailsAtAnyStep(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"insert", "keep", "commit", "settle"} {
		w := newWorld()
		w.add(w.header("a", 1, 5), w.header("b", 1, 4))
		broken := errors.New("broken")
		w.refuse[step] = broken
		r, err := w.run(t)
		if !errors.Is(err, broken) || r.Left != 2 || r.Loaded != 0 {
			t.Errorf("%s: %+v, %v", step, r.Run, err)
		}
		delete(w.refuse, step)
		if r, err := w.run(t); err != nil || r.Left != 0 || len(w.live) != 2 {
			t.Errorf("%s, next run: %+v, %v", step, r.Run, err)
		}
	}
}

func TestNearestToExpiryIsFetchedFirst(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("young", 1, 1), w.header("oldest", 1, 600), w.header("old", 1, 300))
	var order []string
	w.onFetch = func(id string) { order = append(order, id) }
	if _, err := w.run(t, func(o *Options) { o.Concurrency = 1 }); err != nil {
		t.Fatal(err)
	}
	if want := []string{"oldest", "old", "young"}; !slices.Equal(order, want) {
		t.Errorf("fetched %v, want %v", order, want)
	}
}

func TestLargeRecordsLeaveTheNormalLane(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for _, id := range []string{"l1", "l2", "l3", "l4", "l5", "l6"} {
		w.add(w.header(id, 1, 600))
		w.pages[id] = 50
	}
	w.add(w.header("small", 1, 1))
	r, err := w.run(t, func(o *Options) { o.Concurrency, o.BatchRows = 1, 20 })
	if err != nil || r.Loaded != 7 {
		t.Errorf("%+v, %v", r.Run, err)
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
	r, err := Run(ctx, Options{Tenant: tenant, Source: w, Ledger: w, Loader: w, Concurrency: 1,
		Batch: func() Batch { return &pile{world: w} }, Now: w.now})
	if !errors.Is(err, context.Canceled) || r.Loaded != 2 || r.Left != 1 || len(r.Troubled) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestExpiryAlarmIsRaisedForWhatIsDue(t *testing.T) {
	t.Parallel()
	for hours, want := range map[int]bool{24: false, 29 * 24: true} {
		w := newWorld()
		w.add(w.header("a", 1, hours))
		w.fail["a"] = &schema.SourceError{Fault: schema.FaultBusy}
		r, err := w.run(t)
		if err != nil || r.Alarm != want || r.OldestDueID != "a" {
			t.Errorf("%d h old: alarm %v, %+v, %v", hours, r.Alarm, r.Run, err)
		}
	}
}

func TestVaultHasOnlyBrokenRecordsWhenRawPagesAreOff(t *testing.T) {
	t.Parallel()
	for raw, want := range map[bool]int{true: 2, false: 1} {
		w := newWorld()
		w.add(w.header("fine", 1, 5), w.header("bad", 1, 4))
		w.fail["bad"] = errMalformed
		if _, err := w.run(t, func(o *Options) { o.RawPages = raw }); err != nil {
			t.Fatal(err)
		}
		if len(w.vault) != want {
			t.Errorf("raw pages %v: %d pages in the vault, want %d", raw, len(w.vault), want)
		}
	}
}
