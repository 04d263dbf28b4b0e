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
	var first, second []schema.Load
	for i := range n {
		id := fmt.Sprintf("record-%d", i)
		first = append(first, f.rows(id, 1, noon, 2, 1))
		if i%3 == 0 {
			second = append(second, f.rows(id, 2, noon, 3))
		}
	}
	f.commit(second...) // in the wrong order, too
	f.commit(first...)
	f.rows("never", 1, noon, 5)
}

func TestShardsShowEveryRecordsNewestVersionWhole(t *testing.T) {
	f := setupShards(t)
	f.many(12)
	f.want("SELECT shardNum() AS s, count() > 2 FROM %s_store.loads GROUP BY s ORDER BY s", "1\t1\n2\t1") // both have some
	f.want("SELECT count(), uniqExact(record_id), countIf(version = 2) FROM %s.records", "12\t12\t4")
	f.want("SELECT count(), countIf(version = 2) FROM %s.streams", "36\t12")
	f.want("SELECT count() FROM %s.participants", "12")
	f.want("SELECT count() FROM %s.audit", "0")
	f.want("SELECT count() FROM %s.streams WHERE record_id = 'never'", "0")
	f.want("SELECT count(), countIf(s.version = r.version) FROM %s.streams AS s INNER JOIN %s.records AS r ON s.record_id = r.record_id", "36\t36")
}

// Views join on each shard. Rows that are not where their commit is would not be
// seen: that is what sharding by record id is for.
func TestRowsOnAnotherShardThanTheirCommitAreNotSeen(t *testing.T) {
	f := setupShards(t)
	f.many(12)
	astray := newShards(f.database)
	astray.filters = strings.Replace(astray.filters, "streams_all_local': 'cityHash64(record_id)", "streams_all_local': 'cityHash64(record_id, 1)", 1)
	f.engine = astray
	f.Warehouse = f.over(astray, load.Options{Cluster: "two"})
	f.want("SELECT count() < 36 FROM %s.streams", "1")
	f.want("SELECT count() > 0 FROM %s.audit", "1")
}

func TestLedgerWorksOnShards(t *testing.T) {
	f := setupShards(t)
	ctx := t.Context()
	var headers []schema.Header
	for i := range 20 {
		headers = append(headers, schema.Header{ID: fmt.Sprintf("record-%d", i), Version: 1, Start: noon, End: noon.Add(time.Hour)})
	}
	for want := 20; want >= 0; want -= 20 {
		if fresh, err := f.Ledger(schema.CallRecords).RecordListed(ctx, tenant, f.now, headers); err != nil || fresh != want {
			t.Fatalf("%d fresh, %v; want %d", fresh, err, want)
		}
	}
	f.many(6)
	var outcomes []schema.Outcome
	for i := range 6 {
		outcomes = append(outcomes, schema.Outcome{RecordID: fmt.Sprintf("record-%d", i), Version: 1, Kind: schema.OutcomeLoaded, At: f.now})
	}
	f.must(f.Ledger(schema.CallRecords).RecordOutcomes(ctx, tenant, outcomes))
	due, err := f.Ledger(schema.CallRecords).Due(ctx, tenant)
	if f.must(err); len(due) != 14 {
		t.Errorf("%d due, want 14", len(due))
	}
	f.want("SELECT sum(listed), sum(loaded), sum(newest), count() FROM %s.completeness", "20\t6\t6\t1") // one hour
}

func TestRunsOfATenantAreAChainOnShards(t *testing.T) {
	f := setupShards(t)
	for i := range 6 {
		at := noon.Add(time.Duration(i) * time.Hour)
		f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), schema.Run{ID: fmt.Sprint("run-", i), TenantID: tenant, Started: at, Finished: at, Outcome: "complete", Reconcile: i == 2}))
	}
	heads, err := f.Verify.Heads(t.Context())
	if f.must(err); len(heads) != 1 {
		t.Errorf("the chain has the ends %v", heads)
	}
	at, err := f.Ledger(schema.CallRecords).LastReconcile(t.Context(), tenant)
	if f.must(err); !at.Equal(noon.Add(2 * time.Hour)) {
		t.Errorf("last reconcile at %s", at)
	}
	found, err := f.Verify.Verify(t.Context(), verify.Options{})
	if f.must(err); len(found) != 0 {
		t.Errorf("verify found %v", found)
	}
}

func TestSweepAndForgetTakeTheSameOnShards(t *testing.T) {
	f := setupShards(t)
	f.many(12)
	if worn, err := f.Commits.NeedsSweep(t.Context()); err != nil || !worn {
		t.Errorf("worn %v, %v", worn, err)
	}
	swept, err := f.Commits.Sweep(t.Context(), -time.Hour)
	if f.must(err); swept.Rows != 4*9+9 { // the first versions of four records, and never
		t.Errorf("swept %d rows", swept.Rows)
	}
	f.want("SELECT count() FROM %s.streams", "36")
	f.want("SELECT count() FROM %s.audit", "0")
	old, aside := schema.Owner{Family: schema.CallRecords.Name, TenantID: tenant, RecordID: "record-1", LoadID: 7}, schema.Owner{Family: schema.CallRecords.Name, TenantID: tenant, RecordID: "set aside", Version: 1, LoadID: 8}
	f.must(f.Archive.StorePages(t.Context(), noon, []schema.RawPage{{Owner: old, Page: schema.Page{Kind: "record"}}, {Owner: aside, Page: schema.Page{Kind: "record"}}}))
	f.must(f.Commits.SetAside(t.Context(), "run", noon, []schema.Refusal{{Owner: aside, Reason: "no JSON"}}))
	pages, err := f.Archive.PrunePages(t.Context(), noon.Add(time.Hour))
	if f.must(err); pages != 1 {
		t.Errorf("%d pages forgotten", pages)
	}
	f.want("SELECT record_id FROM %s_store.raw_pages", "set aside")
	f.must(f.Commits.CompactParts(t.Context()))
	f.must(f.Commits.SelfTest(t.Context()))
	f.want("SELECT count() FROM system.tables WHERE database = '%s_store' AND name LIKE 'probe%'", "0")
}

func TestVerifyRepairAndExplainWorkOnShards(t *testing.T) {
	f := setupShards(t)
	f.many(12)
	o := verify.Options{Now: f.now, ArchivedSince: noon}
	found, err := f.Verify.Verify(t.Context(), o)
	f.must(err)
	kinds := map[verify.FindingKind]int{}
	for _, x := range found {
		kinds[x.Kind]++
	}
	if kinds[verify.FindingLedgerBehind] != 12 || kinds[verify.FindingNotInArchive] != 12 || kinds[verify.FindingIncomplete] != 0 {
		t.Errorf("verify found %v", kinds)
	}
	done, err := f.Verify.Repair(t.Context(), o, found)
	if f.must(err); done.LedgerUpdated != 12 {
		t.Errorf("repaired %+v", done)
	}
	explained, err := f.Verify.Explain(t.Context(), "record-3")
	f.must(err)
	if len(explained) != 1 || explained[0].Live != 2 || len(explained[0].Loads) != 2 {
		t.Errorf("explain says %+v", explained)
	}
}

func TestArchiveIsReplayedFromShards(t *testing.T) {
	f := setupShards(t)
	f.many(6)
	for i := range 6 {
		id := fmt.Sprintf("record-%d", i)
		var l uint64
		_, err := fmt.Sscan(f.value("SELECT load_id FROM %s_store.loads FINAL WHERE record_id = '"+id+"'"), &l)
		f.must(err)
		f.must(f.Archive.StorePages(t.Context(), f.now, []schema.RawPage{{
			Owner: schema.Owner{Family: schema.CallRecords.Name, TenantID: tenant, RecordID: id, LoadID: l}, Page: schema.Page{Kind: "record", Body: []byte("{}")}}}))
	}
	n := 0
	for _, err := range f.Archive.Pages(t.Context(), archive.Selection{Tenant: tenant, Window: schema.Window{From: noon.Add(-time.Hour), To: noon.Add(time.Hour)}}) {
		f.must(err)
		n++
	}
	if n != 6 {
		t.Errorf("%d pages, want 6", n)
	}
}
