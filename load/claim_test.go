package load_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"callrecords/schema"
)

// claim has a run claim records, and returns what it has: "id version".
func (f *fixture) claim(run string, ids ...string) string {
	f.Helper()
	mine, err := f.Ledger(schema.CallRecords).Claim(f.Context(), tenant, run, 5*time.Minute, ids)
	f.must(err)
	var has []string
	for _, id := range slices.Sorted(maps.Keys(mine)) {
		has = append(has, fmt.Sprint(id, mine[id]))
	}
	return fmt.Sprint(has)
}

func (f *fixture) wantClaim(want, run string, ids ...string) {
	f.Helper()
	if got := f.claim(run, ids...); got != want {
		f.Errorf("run %s: got %s, want %s", run, got, want)
	}
}

func TestRecordIsClaimedByOneRunUntilItEndsOrTheClaimIsOld(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.note(header("a", 1, noon), header("b", 1, noon), header("c", 1, noon))
		f.wantClaim("[a1 b1]", "one", "a", "b")
		f.wantClaim("[c1]", "two", "a", "b", "c")
		f.wantClaim("[a1 b1]", "one", "a", "b", "c") // again: it has them for longer, and not the other's

		f.settle(schema.OutcomeLoaded, "a", 1)
		f.note(header("a", 2, noon))
		f.wantClaim("[a2]", "two", "a") // a claim is of a version

		f.settle(schema.OutcomeLoaded, "c", 1)
		f.wantClaim("[]", "three", "a", "b", "c") // and c is not due

		f.exec("ALTER TABLE %s_store.claims UPDATE claimed_at = claimed_at - 240 WHERE run_id = 'one' SETTINGS mutations_sync = 2")
		f.wantClaim("[]", "three", "b") // a minute is left
		f.exec("ALTER TABLE %s_store.claims UPDATE claimed_at = claimed_at - 61 WHERE run_id = 'one' SETTINGS mutations_sync = 2")
		f.wantClaim("[b1]", "three", "b")
		f.wantClaim("[]", "one", "b") // which lost it

		f.note(header("d", 1, noon))
		mine, err := f.Ledger(schema.CallRecords).Claim(t.Context(), tenant, "slow", 0, []string{"d"})
		f.must(err)
		if len(mine) != 1 {
			t.Errorf("got %v of a claim that aged out before it was read, want it: nobody else has it", mine)
		}

		f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), schema.Run{
			ID: "two", TenantID: tenant, Started: time.Now(), Finished: time.Now(), Outcome: "failed",
		}))
		f.wantClaim("[a2]", "three", "a")
	})
}

// The engine's order of two claims is known after a merge, too.
func TestOfTwoClaimsTheOneThatTheEngineTookFirstCounts(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.note(header("a", 1, noon))
		for _, run := range []string{"z", "b"} { // at once, as if neither saw the other
			f.exec("INSERT INTO %s_store.claims SELECT '" + tenant + "', 'call_records', 'a', 1, '" + run + "', now64(3)")
		}
		f.wantClaim("[]", "b", "a")
		f.exec("OPTIMIZE TABLE %s_store.claims FINAL")
		f.wantClaim("[a1]", "z", "a")
		f.wantClaim("[]", "b", "a")
	})
}

func TestClaimsAreKeptOnShards(t *testing.T) {
	each(t, setupShards, func(t *testing.T, f *fixture) {
		ids := recordNames(8)
		for _, id := range ids {
			f.note(header(id, 1, noon))
		}
		f.want("SELECT uniq(shardNum()) FROM %s_store.ledger", "2")
		first := f.claim("one", ids[:4]...)
		f.wantClaim(f.claim("two", ids...), "two", ids[4:]...)
		f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), schema.Run{
			ID: "one", TenantID: tenant, Started: time.Now(), Finished: time.Now(), Outcome: "failed",
		}))
		f.wantClaim(first, "three", ids...)
	})
}
