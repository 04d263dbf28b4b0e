package load_test

import (
	"slices"
	"testing"
	"time"

	"callrecords/schema"
)

func header(id string, version uint64, start time.Time) schema.Header {
	return schema.Header{ID: id, Version: version, Start: start, End: start.Add(time.Hour)}
}

// note lists headers and returns how many were fresh.
func (f *fixture) note(headers ...schema.Header) int {
	f.Helper()
	f.now = f.now.Add(time.Second)
	n, err := f.Ledger(schema.CallRecords).RecordListed(f.Context(), tenant, f.now, headers)
	f.must(err)
	return n
}

func (f *fixture) settle(kind schema.OutcomeKind, id string, version uint64) {
	f.Helper()
	f.now = f.now.Add(time.Second)
	f.must(f.Ledger(schema.CallRecords).RecordOutcomes(f.Context(), tenant, []schema.Outcome{{RecordID: id, Version: version, Kind: kind, Reason: "why", At: f.now}}))
}

// due are the ids that are due, in order.
func (f *fixture) due() []string {
	f.Helper()
	list, err := f.Ledger(schema.CallRecords).Due(f.Context(), tenant)
	f.must(err)
	ids := []string{}
	for _, d := range list {
		ids = append(ids, d.ID)
	}
	return ids
}

func (f *fixture) wantDue(want ...string) {
	f.Helper()
	if got := f.due(); !slices.Equal(got, want) {
		f.Errorf("due %v, want %v", got, want)
	}
}

func TestDueIsOrderedByExpiry(t *testing.T) {
	f := setup(t)
	f.note(header("young", 1, noon), header("old", 1, noon.Add(-time.Hour)), header("older", 2, noon.Add(-2*time.Hour)))
	f.wantDue("older", "old", "young")
	list, err := f.Ledger(schema.CallRecords).Due(t.Context(), tenant)
	f.must(err)
	if d := list[0]; d.Header != header("older", 2, noon.Add(-2*time.Hour)) {
		t.Errorf("header came back as %+v", d.Header)
	}
}

func TestHeaderThatIsKnownIsNotNotedAgain(t *testing.T) {
	f := setup(t)
	for _, step := range []struct{ version, fresh int }{{1, 1}, {1, 0}, {2, 1}, {1, 0}} {
		if got := f.note(header("a", uint64(step.version), noon)); got != step.fresh {
			t.Errorf("version %d: %d fresh, want %d", step.version, got, step.fresh)
		}
	}
}

func TestRecordIsDueUntilItsListedVersionIsLoaded(t *testing.T) {
	f := setup(t)
	f.note(header("a", 1, noon))
	f.settle(schema.OutcomeFailed, "a", 1)
	f.wantDue("a")
	f.settle(schema.OutcomeLoaded, "a", 1)
	f.wantDue()
	f.note(header("a", 3, noon))
	f.wantDue("a")
	f.settle(schema.OutcomeLoaded, "a", 2) // an exporter that was late
	f.wantDue("a")
	f.settle(schema.OutcomeLoaded, "a", 3)
	f.wantDue()
}

func TestAttemptsAndTheLatestIncidentAreKept(t *testing.T) {
	f := setup(t)
	f.note(header("a", 1, noon))
	f.settle(schema.OutcomeFailed, "a", 1)
	f.settle(schema.OutcomeSetAside, "a", 1)
	list, err := f.Ledger(schema.CallRecords).Due(t.Context(), tenant)
	f.must(err)
	if d := list[0]; d.Attempts != 2 || d.Reason != "set aside: why" {
		t.Errorf("got %+v", d)
	}
}

func TestLostRecordIsDueAgainWhenItIsListedAgain(t *testing.T) {
	f := setup(t)
	f.note(header("a", 1, noon))
	f.settle(schema.OutcomeLost, "a", 1)
	f.wantDue()
	if f.note(header("a", 1, noon)) != 1 {
		t.Error("a lost record that is listed again was not noted")
	}
	f.wantDue("a")
}

func TestNewerVersionDecidesTheStart(t *testing.T) {
	f := setup(t)
	f.note(header("a", 2, noon.Add(time.Hour)))
	f.note(header("a", 1, noon))
	list, err := f.Ledger(schema.CallRecords).Due(t.Context(), tenant)
	f.must(err)
	if got := list[0].Start; !got.Equal(noon.Add(time.Hour)) {
		t.Errorf("start %s", got)
	}
}

func TestReconcileCountsOnlyWhenItCameToTheEnd(t *testing.T) {
	f := setup(t)
	run := schema.Run{ID: "r1", TenantID: tenant, Started: noon, Finished: noon, Window: schema.Window{From: noon, To: noon}}
	f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), run))
	at, err := f.Ledger(schema.CallRecords).LastReconcile(t.Context(), tenant)
	f.must(err)
	if !at.IsZero() {
		t.Errorf("reconciled at %s", at)
	}
	run.ID, run.Reconcile = "r2", true
	f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), run))
	at, err = f.Ledger(schema.CallRecords).LastReconcile(t.Context(), tenant)
	f.must(err)
	if !at.Equal(noon) {
		t.Errorf("reconciled at %s, want %s", at, noon)
	}
}
