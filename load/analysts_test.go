package load_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/analysis"
	"callrecords/load"
	"callrecords/schema"
)

// ofAnalysts are views such as a program gives to the warehouse: one that spans records,
// one with rows of one record that reads it, and one over all records.
var ofAnalysts = []schema.View{
	{
		Name: "limits", Comment: "One row per limit.", Spans: true, Query: "SELECT toUInt64(2) AS most",
		Columns: []schema.Column{{Name: "most", Kind: schema.KindUInt64, Meaning: "streams"}},
	},
	{
		Name: "sizes", Comment: "One row per record.",
		Query: "SELECT record_id, count() > (SELECT max(most) FROM {limits}) AS large FROM {streams} GROUP BY record_id",
		Columns: []schema.Column{
			{Name: "record_id", Kind: schema.KindText, Meaning: "record"},
			{Name: "large", Kind: schema.KindFlag, Meaning: "more streams than the limit"},
		},
	},
	{
		Name: "size_counts", Comment: "One row.", Spans: true, Query: "SELECT countIf(s.large) AS large FROM {sizes} AS s",
		Columns: []schema.Column{{Name: "large", Kind: schema.KindUInt64, Meaning: "large records"}},
	},
}

func TestViewsOfAnalystsAreMadeKeptAndMended(t *testing.T) { each(t, setup, wantViewsOfAnalysts("")) }

func TestViewsOfAnalystsAreMadeKeptAndMendedOnACluster(t *testing.T) {
	each(t, setupShards, wantViewsOfAnalysts("two"))
}

func wantViewsOfAnalysts(cluster string) func(t *testing.T, f *fixture) {
	return func(t *testing.T, f *fixture) {
		f.many(12)
		with := load.Options{Cluster: cluster, Views: ofAnalysts}
		f.Warehouse = f.over(f.engine, with)
		f.must(f.Migrate(t.Context()))
		f.want("SELECT countIf(large), count() FROM %s.sizes", "12\t12")
		f.want("SELECT large FROM %s.size_counts", "12")
		f.want("SELECT comment FROM system.columns WHERE database = '%s' AND table = 'sizes' AND name = 'large'",
			"more streams than the limit")
		if p := f.plan(); len(p.Statements)+len(p.Refusals) > 0 {
			t.Errorf("got the plan %+v when all was made, want an empty one", p)
		}

		changed := append([]schema.View{}, ofAnalysts...)
		changed[0].Query = "SELECT toUInt64(3) AS most"
		with.Views = changed
		f.Warehouse = f.over(f.engine, with)
		if p := f.plan(); len(p.Statements) != 1 {
			t.Errorf("got the plan %q after one view changed, want one statement", p.Statements)
		}
		f.must(f.Migrate(t.Context()))
		f.want("SELECT large FROM %s.size_counts", "0")
	}
}

// What analysts want is no reason to let a record expire.
func TestViewOfAnalystsThatCannotBeMadeStopsNoLoad(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		column := []schema.Column{{Name: "most", Kind: schema.KindUInt64, Meaning: "streams"}}
		f.Warehouse = f.over(f.engine, load.Options{Views: []schema.View{
			{Name: "broken", Comment: "One row.", Spans: true, Query: "SELECT FROM WHERE", Columns: column},
			{Name: "taken", Comment: "One row.", Spans: true, Query: "SELECT toUInt64(2) AS most", Columns: column},
			{Name: "fine", Comment: "One row.", Spans: true, Query: "SELECT toUInt64(2) AS most", Columns: column},
		}})
		f.exec("CREATE VIEW %s.taken AS SELECT 5 AS mine")
		f.must(f.Migrate(t.Context()))
		f.want("SELECT most FROM %s.fine", "2")
		f.want("SELECT mine FROM %s.taken", "5")
		p := f.plan()
		if len(p.Statements) != 1 || !slices.Equal(p.Statements, p.Spare) {
			t.Errorf("got the statements %q, spare %q, want that of the broken view", p.Statements, p.Spare)
		}
		if want := ".taken was made by someone else"; len(p.Left) != 1 || !strings.Contains(p.Left[0], want) {
			t.Errorf("got %q left out, want %q", p.Left, want)
		}
		f.many(2)
		f.want("SELECT count() FROM %s.records", "2")
	})
}

// The views that ship work on a cluster as on one node: what they join is on one shard.
func TestViewsThatShipWorkOnShards(t *testing.T) {
	each(t, setupShards, func(t *testing.T, f *fixture) {
		views, err := analysis.Views(analysis.Options{})
		f.must(err)
		derived, err := analysis.Derived(analysis.Options{})
		f.must(err)
		f.many(12)
		f.Warehouse = f.over(f.engine, load.Options{Cluster: "two", Families: families, Views: views, Derived: derived})
		f.must(f.Migrate(t.Context()))
		f.want("SELECT count(), uniqExact(record_id), countIf(verdict = 'not_applicable') FROM %s.stream_quality",
			"36\t12\t36")
		f.want("SELECT count(), uniqExact(record_id), sum(people), "+
			"sum(sessions) = (SELECT count() FROM %s.sessions) FROM %s.calls", "12\t12\t12\t1")
		f.want("SELECT count() > 20 FROM %s.quality_rules", "1")
		f.want("SELECT countIf(expected), (SELECT count() FROM %s.site_days) FROM %s.session_outcomes", "0\t0")
		f.phoned(12)
		f.want("SELECT count(), uniqExact(record_id), countIf(match = 'exact') FROM %s.phone_calls", "12\t12\t12")
		f.want("SELECT minute, calls FROM %s.trunk_minutes", "2026-03-04 12:00:00\t12")
		f.want("SELECT count() FROM %s.differences(from = '2026-01-01 00:00:00', to = '2026-12-31 00:00:00')", "0")
		if p := f.plan(); len(p.Statements)+len(p.Refusals) > 0 {
			t.Errorf("got the plan %+v when all was made, want an empty one", p)
		}
	})
}

// phoned loads a row of direct routing for each record of [fixture.many], in two days that are on
// different shards.
func (f *fixture) phoned(n int) {
	f.Helper()
	log := schema.DirectRoutingCalls
	for i, ids := range [][]string{recordNames(n)[:n/2], recordNames(n)[n/2:]} {
		l := f.begin(fmt.Sprint(log.Name, "/", i), 1, noon.Truncate(24*time.Hour))
		l.Family, l.Counts = log.Name, schema.Counts{"direct_routing_days": 1, "direct_routing_calls": uint64(len(ids))}
		calls, _ := log.Table("direct_routing_calls")
		b := array.NewRecordBuilder(memory.DefaultAllocator, calls.Arrow())
		defer b.Release()
		for at, id := range ids {
			f.must(appendRow(b, calls, map[string]any{
				"tenant_id": tenant, "record_id": l.RecordID, "version": 1, "load_id": l.LoadID, "day": l.Start.Format(arrowTime),
				"call_index": at, "id": id, "correlation_id": id, "trunk_fully_qualified_domain_name": "sbc",
				"start_date_time": noon.Format(arrowTime), "end_date_time": noon.Add(time.Minute).Format(arrowTime),
			}))
		}
		f.must(f.Commits.Insert(f.Context(), []schema.Rows{
			{Table: log.Tables[0], Record: recordOf(f.T, log.Tables[0], []schema.Load{l}, [][]int{nil})},
			{Table: calls, Record: b.NewRecord()},
		}))
		f.commit(l)
	}
}
