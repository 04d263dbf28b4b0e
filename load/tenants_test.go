package load_test

import (
	"slices"
	"testing"

	"callrecords/schema"
)

// other is a second tenant in the same warehouse, with a record of the same id.
const other = "22222222-2222-2222-2222-222222222222"

// theirs is a load as of the other tenant.
func theirs(l schema.Load) schema.Load {
	l.TenantID = other
	return l
}

// theirRows inserts rows as [fixture.rows] does, of the other tenant.
func (f *fixture) theirRows(id string, version uint64, streams ...int) schema.Load {
	f.Helper()
	loads := []schema.Load{theirs(f.begin(id, version, noon))}
	f.must(f.Commits.Insert(f.Context(), f.batch(loads, streams...)))
	return loads[0]
}

// listedBy lists headers of a tenant, and returns how many were fresh.
func (f *fixture) listedBy(tenant string, headers ...schema.Header) int {
	f.Helper()
	n, err := f.Ledger(schema.CallRecords).RecordListed(f.Context(), tenant, f.now, headers)
	f.must(err)
	return n
}

func (f *fixture) wantDueOf(tenant string, want ...string) {
	f.Helper()
	list, err := f.Ledger(schema.CallRecords).Due(f.Context(), tenant)
	f.must(err)
	var got []string
	for _, d := range list {
		got = append(got, d.ID)
	}
	if !slices.Equal(got, want) {
		f.Errorf("tenant %s: got due %v, want %v", tenant, got, want)
	}
}

func TestLedgerKeepsTenantsApart(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		if got := f.listedBy(other, header("both", 2, noon), header("theirs", 1, noon)); got != 2 {
			t.Errorf("the other tenant: got %d fresh, want 2", got)
		}
		if got := f.listedBy(tenant, header("both", 1, noon)); got != 1 {
			t.Errorf("a record of both: got %d fresh, want 1", got)
		}
		f.wantDueOf(tenant, "both")
		f.wantDueOf(other, "both", "theirs")
		for of, want := range map[string]uint64{tenant: 1, other: 2} {
			n, err := f.Ledger(schema.CallRecords).CountSince(t.Context(), of, noon)
			f.must(err)
			if n != want {
				t.Errorf("tenant %s: got %d records, want %d", of, n, want)
			}
		}
		f.settle(schema.OutcomeLost, "both", 1) // ours
		f.wantDueOf(tenant)
		f.wantDueOf(other, "both", "theirs")
	})
}

func TestCommitOfOneTenantTakesNoPlaceOfAnothers(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		f.commit(f.theirRows("a", 5, 4))
		f.now = f.now.Add(37 * day)
		f.advance(1)
		f.now = f.now.Add(day)
		f.advance(0)
		f.commit(f.rows("a", 3, noon, 2))
		ours := f.rows("a", 3, noon, 1) // theirs has more rows, of another version
		ours.MayShrink = true
		f.commit(ours)
		const seen = "SELECT groupArray((tenant_id, version, n)) FROM (SELECT tenant_id, version, count() AS n " +
			"FROM %s.streams GROUP BY tenant_id, version ORDER BY tenant_id)"
		want := "[('" + tenant + "',3,1),('" + other + "',5,4)]"
		f.want(seen, want)
		f.now = f.now.Add(day)
		f.sweep(f.now)
		f.want(seen, want)
		f.want("SELECT count() FROM %s_store.streams_all", "5") // of ours the dead load is gone
	})
}

// The count of rows that may not become fewer is that of the tenant's own record.
func TestRowsOfAnotherTenantsRecordAreNoMeasure(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.theirRows("a", 1, 9))
		if got := f.tryCommit(f.imported("", "a", 1, 1)); len(got) > 0 {
			t.Errorf("got refused %v, want none", got)
		}
		f.want("SELECT count() FROM %s.streams", "10")
	})
}
