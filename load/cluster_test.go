package load_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/archive"
	"callrecords/load/verify"
	"callrecords/schema"
)

// many commits records of every shape on both shards, of which each third one
// has a second version; one more is never committed.
func (f *fixture) many(n int) {
	f.Helper()
	ids := recordNames(n)
	var again []string
	for i := 0; i < n; i += 3 {
		again = append(again, ids[i])
	}
	first := f.rowsOf(ids, 1, noon, 2, 1)
	f.commit(f.rowsOf(again, 2, noon, 3)...) // in the wrong order, too
	f.commit(first...)
	f.rows("never", 1, noon, 5)
}

func TestShardsShowEveryRecordsNewestVersionWhole(t *testing.T) {
	each(t, setupShards, func(t *testing.T, f *fixture) {
		f.many(12)
		// Both have some.
		f.want("SELECT shardNum() AS s, count() > 2 FROM %s_store.loads GROUP BY s ORDER BY s", "1\t1\n2\t1")
		f.want("SELECT count(), uniqExact(record_id), countIf(version = 2) FROM %s.records", "12\t12\t4")
		f.want("SELECT count(), countIf(version = 2) FROM %s.streams", "36\t12")
		f.want("SELECT count() FROM %s.participants", "12")
		f.want("SELECT count() FROM %s.audit", "0")
		f.want("SELECT count() FROM %s.streams WHERE record_id = 'never'", "0")
		f.want("SELECT count(), countIf(s.version = r.version) FROM %s.streams AS s "+
			"INNER JOIN %s.records AS r ON s.record_id = r.record_id", "36\t36")
	})
}

// Views join on each shard. Rows that are not where their commit is would not be
// seen: that is what sharding by record id is for.
func TestRowsOnAnotherShardThanTheirCommitAreNotSeen(t *testing.T) {
	each(t, setupShards, func(t *testing.T, f *fixture) {
		f.many(12)
		astray := newShards(f.node, f.database)
		astray.filters = strings.Replace(astray.filters,
			"streams_all_local': 'cityHash64(record_id)", "streams_all_local': 'cityHash64(record_id, 1)", 1)
		f.engine = astray
		f.Warehouse = f.over(astray, load.Options{Cluster: "two"})
		f.want("SELECT count() < 36 FROM %s.streams", "1")
		f.want("SELECT count() > 0 FROM %s.audit", "1")
	})
}

func TestLedgerWorksOnShards(t *testing.T) {
	each(t, setupShards, func(t *testing.T, f *fixture) {
		ctx := t.Context()
		var headers []schema.Header
		for _, id := range recordNames(20) {
			headers = append(headers, header(id, 1, noon))
		}
		for _, want := range []int{20, 0} { // the second time all are known
			got, err := f.Ledger(schema.CallRecords).RecordListed(ctx, tenant, f.now, headers)
			f.must(err)
			if got != want {
				t.Fatalf("got %d fresh, want %d", got, want)
			}
		}
		f.many(6)
		var outcomes []schema.Outcome
		for _, id := range recordNames(6) {
			outcomes = append(outcomes, schema.Outcome{
				RecordID: id, Version: 1, Kind: schema.OutcomeLoaded, At: f.now,
			})
		}
		f.must(f.Ledger(schema.CallRecords).RecordOutcomes(ctx, tenant, outcomes))
		if got := len(f.due()); got != 14 {
			t.Errorf("got %d due, want 14", got)
		}
		// All of one hour.
		f.want("SELECT sum(listed), sum(loaded), sum(newest), count() FROM %s.completeness", "20\t6\t6\t1")
	})
}

func TestRunsOfATenantAreAChainOnShards(t *testing.T) {
	each(t, setupShards, func(t *testing.T, f *fixture) {
		for i := range 6 {
			at := noon.Add(time.Duration(i) * time.Hour)
			f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), schema.Run{
				ID: fmt.Sprint("run-", i), TenantID: tenant, Started: at, Finished: at,
				Outcome: "complete", Reconcile: i == 2,
			}))
		}
		heads, err := f.Verify.Heads(t.Context())
		f.must(err)
		if len(heads[tenant]) != 1 {
			t.Errorf("got the ends %v of the chain, want one", heads)
		}
		at, err := f.Ledger(schema.CallRecords).LastReconcile(t.Context(), tenant)
		f.must(err)
		if want := noon.Add(2 * time.Hour); !at.Equal(want) {
			t.Errorf("got the last reconcile at %s, want %s", at, want)
		}
		found, err := f.Verify.Verify(t.Context(), verify.Options{})
		f.must(err)
		if len(found) != 0 {
			t.Errorf("got %v, want no findings", found)
		}
	})
}

func TestSweepTakesTheSameOnShards(t *testing.T) {
	each(t, setupShards, func(t *testing.T, f *fixture) {
		f.many(12)
		worn, err := f.Commits.NeedsSweep(t.Context(), -time.Hour)
		f.must(err)
		if !worn {
			t.Error("got that it needs no sweep, want that it does")
		}
		swept, err := f.Commits.Sweep(t.Context(), -time.Hour)
		f.must(err)
		if want := uint64(4*9 + 9); swept.Rows != want { // the first versions of four records, and never
			t.Errorf("got %d swept rows, want %d", swept.Rows, want)
		}
		f.must(f.Commits.CompactParts(t.Context()))
		f.want("SELECT count() FROM %s.streams", "36")
		f.want("SELECT count() FROM %s.audit", "0")
	})
}

func TestArchiveForgetsTheSameOnShards(t *testing.T) {
	each(t, setupShards, func(t *testing.T, f *fixture) {
		aside := f.begin("set aside", 1, noon)
		f.now = noon
		f.keep(1, f.begin("record-1", 0, noon), aside)
		f.must(f.Commits.SetAside(t.Context(), "run", noon, []schema.Refusal{
			{Owner: ownerOf(aside), Reason: "no JSON"},
		}))
		pages, err := f.Archive.PrunePages(t.Context(), noon.Add(time.Hour))
		f.must(err)
		if pages != 1 {
			t.Errorf("got %d pages forgotten, want 1", pages)
		}
		f.want("SELECT record_id FROM %s_store.raw_pages", "set aside")
	})
}

func TestSelfTestLeavesNothingOnShards(t *testing.T) {
	each(t, setupShards, func(t *testing.T, f *fixture) {
		f.must(f.Commits.SelfTest(t.Context()))
		f.want("SELECT count() FROM system.tables WHERE database = '%s_store' AND name LIKE 'probe%'", "0")
	})
}

func TestVerifyRepairAndExplainWorkOnShards(t *testing.T) {
	each(t, setupShards, func(t *testing.T, f *fixture) {
		f.many(12)
		o := verify.Options{Now: f.now, ArchivedSince: noon}
		found, err := f.Verify.Verify(t.Context(), o)
		f.must(err)
		kinds := map[verify.FindingKind]int{}
		for _, x := range found {
			kinds[x.Kind]++
		}
		for kind, want := range map[verify.FindingKind]int{
			verify.FindingLedgerBehind: 12, verify.FindingNotInArchive: 12, verify.FindingIncomplete: 0,
		} {
			if kinds[kind] != want {
				t.Errorf("got %d findings %s, want %d", kinds[kind], kind, want)
			}
		}
		done, err := f.Verify.Repair(t.Context(), o, found)
		f.must(err)
		if done.LedgerUpdated != 12 {
			t.Errorf("got %d updates of the ledger, want 12", done.LedgerUpdated)
		}
		explained, err := f.Verify.Explain(t.Context(), "record-3")
		f.must(err)
		if len(explained) != 1 {
			t.Fatalf("got %d tenants, want 1", len(explained))
		}
		if got := explained[0].Live; got != 2 {
			t.Errorf("got live version %d, want 2", got)
		}
		if got := len(explained[0].Loads); got != 2 {
			t.Errorf("got %d loads, want 2", got)
		}
	})
}

func TestArchiveIsReplayedFromShards(t *testing.T) {
	each(t, setupShards, func(t *testing.T, f *fixture) {
		loads := f.rowsOf(recordNames(6), 1, noon, 2, 1)
		f.commit(loads...)
		f.keep(1, loads...)
		n := 0
		window := schema.Window{From: noon.Add(-time.Hour), To: noon.Add(time.Hour)}
		for _, err := range f.Archive.Pages(t.Context(), archive.Selection{Tenant: tenant, Window: window}) {
			f.must(err)
			n++
		}
		if n != 6 {
			t.Errorf("got %d pages, want 6", n)
		}
	})
}
