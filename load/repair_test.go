package load_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/load/verify"
	"callrecords/schema"
)

// repair verifies and repairs once.
func (f *fixture) repair() verify.Repaired {
	f.Helper()
	found, err := f.Verify.Verify(f.Context(), f.verifyOptions())
	f.must(err)
	done, err := f.Verify.Repair(f.Context(), f.verifyOptions(), found)
	f.must(err)
	return done
}

// nextRun loads what is due in the version that Graph listed.
func (f *fixture) nextRun() {
	f.Helper()
	f.now = f.now.Add(time.Minute)
	due, err := f.Ledger(schema.CallRecords).Due(f.Context(), tenant)
	f.must(err)
	var loads []schema.Load
	var outcomes []schema.Outcome
	for _, d := range due {
		loads = append(loads, f.begin(d.ID, d.Version, d.Start))
		outcomes = append(outcomes, schema.Outcome{
			RecordID: d.ID, Version: d.Version, Kind: schema.OutcomeLoaded, At: f.now,
		})
	}
	f.must(f.Commits.Insert(f.Context(), f.batch(loads, 2, 1)))
	f.keep(2, loads...)
	f.commit(loads...)
	f.must(f.Ledger(schema.CallRecords).RecordOutcomes(f.Context(), tenant, outcomes))
}

func TestRepairAndTheNextRunLeaveOnlyWhatGraphNoLongerHas(t *testing.T) {
	each(t, damaged, func(t *testing.T, f *fixture) {
		done := f.repair()
		if done.Due == 0 || done.LedgerUpdated == 0 || done.Logged == 0 || done.Withdrawn == 0 {
			t.Errorf("got %+v, want something of each", done)
		}
		f.nextRun()
		left := slices.DeleteFunc(f.found(), func(x string) bool {
			return strings.HasPrefix(x, "expired_unread") || strings.HasPrefix(x, "orphan")
		})
		if len(left) > 0 {
			t.Errorf("got %q, want nothing left", left)
		}
		f.want("SELECT count() FROM %s.audit", "0")
		if again := f.repair(); again != (verify.Repaired{}) {
			t.Errorf("got %+v again, want nothing", again)
		}
	})
}

func TestWantedRecordIsDueUntilItIsLoadedAgain(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.whole(3, "a", "b")
		f.wantDue()
		f.exec("DELETE FROM %s_store.streams_all WHERE record_id = 'b'")
		f.now = f.now.Add(-time.Hour) // the clock of whoever repairs is behind
		if got, want := f.repair(), (verify.Repaired{Due: 1}); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
		f.now = f.now.Add(time.Hour)
		f.wantDue("b")
		due, err := f.Ledger(schema.CallRecords).Due(t.Context(), tenant)
		f.must(err)
		if !strings.Contains(due[0].Reason, "incomplete") {
			t.Errorf("got reason %q, want that it is incomplete", due[0].Reason)
		}
		f.settle(schema.OutcomeFailed, "b", 3)
		f.wantDue("b")
		f.settle(schema.OutcomeLoaded, "b", 3)
		f.wantDue()
	})
}

func TestRecordThatGraphNoLongerHasIsLeftToTheArchive(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.whole(3, "a", "b")
		f.settle(schema.OutcomeLost, "a", 3)
		f.exec(deleteAll("a")[:strings.Index(deleteAll("a"), ";")])
		found, err := f.Verify.Verify(t.Context(), f.verifyOptions())
		f.must(err)
		if len(found) != 1 {
			t.Fatalf("got %+v, want one finding", found)
		}
		if got, want := found[0].Remedy, "exporter replay --record a"; got != want {
			t.Errorf("got remedy %q, want %q", got, want)
		}
		if got := f.repair(); got != (verify.Repaired{}) {
			t.Errorf("got %+v, want nothing repaired", got)
		}
		f.wantDue()
	})
}

func TestHeadersThatTheLedgerLacksAreFoundAndNoted(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.whole(3, "a", "b")
		yesterday := f.now.Add(-24 * time.Hour)
		headers := []schema.Header{
			header("a", 3, yesterday), header("b", 4, yesterday), header("new", 1, f.now.Add(-28*day)),
		}
		unnoted, err := f.Ledger(schema.CallRecords).NewHeaders(t.Context(), tenant, headers)
		f.must(err)
		o := f.verifyOptions()
		o.Listed = map[verify.Scope][]schema.Header{{Family: schema.CallRecords.Name, TenantID: tenant}: unnoted}
		found, err := f.Verify.Verify(t.Context(), o)
		f.must(err)
		var kinds []string
		for _, x := range found {
			kinds = append(kinds, string(x.Kind)+" "+x.RecordID)
		}
		if want := []string{"missing new", "stale b", "expiring new"}; !slices.Equal(kinds, want) {
			t.Errorf("got %q, want %q", kinds, want)
		}
		f.wantDue() // verify writes nothing
		_, err = f.Verify.Repair(t.Context(), o, found)
		f.must(err)
		f.wantDue("new", "b")
	})
}

// What a repair has told the ledger is loaded, but not when: it can be wanted all
// the same.
func TestRecordThatTheLedgerWasToldOfCanBeWanted(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.whole(3, "a", "b")
		f.exec("DELETE FROM %s_store.ledger WHERE record_id = 'b'")
		f.exec("DELETE FROM %s_store.raw_pages WHERE record_id = 'b'")
		f.note(header("b", 3, f.now.Add(-day)))
		if got, want := f.repair(), (verify.Repaired{Due: 1, LedgerUpdated: 1}); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
		f.want("SELECT loaded_version, loaded_at FROM %s_store.ledger_state WHERE record_id = 'b'", "3\t\\N")
		f.wantDue("b")
		f.nextRun()
		f.wantDue()
	})
}
