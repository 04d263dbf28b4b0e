package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/offline"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/pipeline/listing"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/load"
	"callrecords/load/archive"
	"callrecords/load/engine"
	"callrecords/load/engine/server"
	"callrecords/load/engine/server/servertest"
	"callrecords/load/verify"
	"callrecords/schema"
)

const day = 24 * time.Hour

// The made-up family: a day of parcels is a record. It has two levels, and its
// service knows no versions: the time of listing is one.
var parcels = func() schema.Family {
	listed := []schema.Column{
		{Name: "tenant_id", Kind: schema.KindKeyword, Source: schema.SourceConfig},
		{Name: "record_id", Kind: schema.KindText, Source: schema.SourceListed},
		{Name: "version", Kind: schema.KindUInt64, Source: schema.SourceListed},
		{Name: "day", Kind: schema.KindStart, Source: schema.SourceListed},
	}
	return schema.Family{
		Name:      "parcel_days",
		Retention: 90 * day,
		Levels:    []schema.Level{{}, {Path: "value[]", Position: "parcel_index"}},
		Tables: []schema.Table{
			{Name: "parcel_days", Comment: "One row per day.", Start: "day", Columns: append(listed[:4:4],
				schema.Column{Name: "parcel_count", Kind: schema.KindUInt32, Source: schema.SourceCounted},
			)},
			{Name: "parcels", Comment: "One row per parcel.", Start: "day", RowPath: "value[]", Counter: "parcel_count",
				Columns: append(listed[:4:4],
					schema.Column{Name: "parcel_index", Kind: schema.KindUInt32, Source: schema.SourcePosition},
					schema.Column{Name: "label", Kind: schema.KindText, Source: "value[].label"},
					schema.Column{Name: "weight_kg", Kind: schema.KindFloat32, Source: "value[].weight"},
					schema.Column{Name: "unknown_properties", Kind: schema.KindText, Source: schema.SourceUnknown},
				)},
		},
		Pages: []schema.PageForm{
			{Kind: "parcels", Arrays: map[string]string{"value": "value[]"}},
			{Kind: "more parcels", Arrays: map[string]string{"value": "value[]"}},
		},
	}
}()

// post is the service of the parcels, of one day.
type post struct {
	now     time.Time // when it is listed: the version
	weights []string
}

// List shows the day, in the version of this moment.
func (p *post) List(context.Context, schema.Window) iter.Seq2[schema.ListPage, error] {
	return func(yield func(schema.ListPage, error) bool) {
		yield(schema.ListPage{Headers: []schema.Header{p.header()}}, nil)
	}
}

func (p *post) header() schema.Header {
	start := p.now.UTC().Truncate(day).Add(-day)
	return schema.Header{ID: "parcels/" + start.Format(time.DateOnly), Version: uint64(p.now.UnixMilli()), Start: start}
}

// Fetch yields a page per parcel.
func (p *post) Fetch(context.Context, schema.Header) iter.Seq2[schema.Page, error] {
	return func(yield func(schema.Page, error) bool) {
		for i, weight := range p.weights {
			kind := parcels.Pages[min(i, 1)].Kind
			body := fmt.Sprintf(`{"value":[{"label":"p%d","weight":%s,"fragile":true}]}`, i, weight)
			if !yield(schema.Page{Kind: kind, URL: fmt.Sprint("page ", i), Body: []byte(body)}, nil) {
				return
			}
		}
	}
}

// Traffic is nothing: nothing goes over a wire.
func (p *post) Traffic() pipeline.Traffic { return pipeline.Traffic{} }

// journey is the family on its way, on one engine.
type journey struct {
	*testing.T
	engine   engine.Engine
	database string
	*load.Warehouse
	post post
}

func (j *journey) must(err error) {
	j.Helper()
	if err != nil {
		j.Fatal(err)
	}
}

// want asks for one value; {v} is the database of the views, {s} the store.
func (j *journey) want(want, sql string) {
	j.Helper()
	sql = strings.NewReplacer("{v}", j.database, "{s}", j.database+"_store").Replace(sql)
	body, err := j.engine.Query(j.Context(), sql, "TSV")
	j.must(err)
	text, err := io.ReadAll(body)
	j.must(err)
	j.must(body.Close())
	if got := strings.TrimSpace(string(text)); got != want {
		j.Errorf("%s\n got %q\nwant %q", sql, got, want)
	}
}

// options are the pipeline's.
func (j *journey) options(command string) pipeline.Options {
	return pipeline.Options{
		Family: parcels, Tenant: "11111111-1111-1111-1111-111111111111", Command: command, RawPages: true,
		Loader: j.Commits, Archive: j.Archive, Ledger: j.Ledger(parcels),
		NewBatch: func() pipeline.Batch { return wiring.NewBatch(parcels) },
		Now:      func() time.Time { return j.post.now },
	}
}

// run exports once, a moment later than the run before.
func (j *journey) run() pipeline.Report {
	j.Helper()
	j.post.now = j.post.now.Add(time.Second)
	report, err := pipeline.Run(j.Context(), pipeline.RunOptions{
		Options: j.options("run"), Source: &j.post,
		Reach: listing.Reach{Lookback: 2 * day, ReconcileEvery: day}, Concurrency: 2,
	})
	j.must(err)
	if !report.Complete() {
		j.Fatalf("got report %+v, want a complete one", report)
	}
	return report
}

// found are the kinds of what verify finds.
func (j *journey) found() (kinds []string, all []verify.Finding) {
	j.Helper()
	all, err := j.Verify.Verify(j.Context(), verify.Options{Now: j.post.now, ArchivedSince: j.post.now.Add(-day)})
	j.must(err)
	for _, f := range all {
		kinds = append(kinds, string(f.Kind))
	}
	return kinds, all
}

func (j *journey) wantFound(want ...string) []verify.Finding {
	j.Helper()
	kinds, all := j.found()
	if got := strings.Join(kinds, " "); got != strings.Join(want, " ") {
		j.Errorf("verify: got %q, want %q", got, want)
	}
	return all
}

// A family that no package was written for goes from the list to the views, and
// through all that takes care of a warehouse.
func TestFamilyThatNoPackageKnowsGoesAllTheWay(t *testing.T) {
	t.Parallel()
	below, err := engineOfServers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	door := httptest.NewServer(servertest.New(below, servertest.Options{}))
	t.Cleanup(door.Close)
	served, err := server.Open(t.Context(), server.Options{URL: door.URL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { served.Close() })
	for name, e := range map[string]engine.Engine{"embedded": below, "served": served} {
		t.Run(name, func(t *testing.T) {
			database := fmt.Sprintf("family_%d", servers.databases.Add(1))
			j := &journey{T: t, engine: e, database: database, post: post{
				now: time.Now().UTC().Truncate(time.Millisecond), weights: []string{"1.5", `"NaN"`, "3"},
			}}
			j.Warehouse = load.New(e, load.Options{
				Families: []schema.Family{schema.CallRecords, parcels}, Database: database, SweepAge: time.Minute,
				Clock: func(context.Context) (time.Time, error) { return j.post.now, nil },
			})
			j.must(j.Migrate(t.Context()))
			j.travel()
		})
	}
}

// travel is the way.
func (j *journey) travel() {
	// List, fetch, flatten, load, views.
	if r := j.run(); r.Tables["parcels"] != 3 || r.Tables["parcel_days"] != 1 || r.Rows != 4 {
		j.Errorf("got rows %v (%d), want 3 parcels of 1 day", r.Tables, r.Rows)
	}
	j.want("1\t3", "SELECT count(), any(parcel_count) FROM {v}.parcel_days")
	const all = "SELECT groupArray((parcel_index, label, weight_kg, unknown_properties)) FROM " +
		"(SELECT * FROM {v}.parcels ORDER BY parcel_index)"
	whole := `[(0,'p0',1.5,'{"fragile":true}'),(1,'p1',NULL,'{"weight":"NaN","fragile":true}'),(2,'p2',3,'{"fragile":true}')]`
	j.want(whole, all)
	j.want("0", "SELECT count() FROM {v}.audit")
	j.want("parcel_days\t1\t1\t1\t3", "SELECT family, listed, loaded, newest, pages FROM {v}.completeness")
	j.wantFound()

	// What is lost is found, made due and loaded again, under a new version.
	j.must(j.engine.Exec(j.Context(), "DELETE FROM "+j.database+"_store.parcels_all WHERE parcel_index = 1"))
	j.want("parcels\t3\t2", "SELECT table_name, declared_rows, found_rows FROM {v}.audit")
	findings := j.wantFound("incomplete")
	done, err := j.Verify.Repair(j.Context(), verify.Options{Now: j.post.now}, findings)
	j.must(err)
	if done.Due != 1 {
		j.Errorf("repair: got %+v, want one record due", done)
	}
	j.post.weights = []string{"1.5", "7"}
	j.run()
	j.want(`[(0,'p0',1.5,'{"fragile":true}'),(1,'p1',7,'{"fragile":true}')]`, all)
	j.want("0", "SELECT count() FROM {v}.audit")
	j.wantFound()

	// Explain tells both loads, with their rows by table.
	id := j.post.header().ID
	told, err := j.Verify.Explain(j.Context(), id)
	j.must(err)
	if len(told) != 1 || told[0].Family != parcels.Name || len(told[0].Loads) != 2 {
		j.Fatalf("explain: got %+v, want one record of two loads", told)
	}
	if got, want := told[0].Expires, j.post.header().Start.Add(parcels.Retention); !got.Equal(want) {
		j.Errorf("explain: expires got %v, want %v", got, want)
	}
	first, second := told[0].Loads[0], told[0].Loads[1]
	if first.Live || first.Declared["parcels"] != 3 || first.Found["parcels"] != 2 {
		j.Errorf("explain: first load got %+v, want 2 of 3 parcels, not live", first)
	}
	if !second.Live || second.Declared["parcels"] != 2 || second.Found["parcel_days"] != 1 {
		j.Errorf("explain: second load got %+v, want 2 parcels of 1 day, live", second)
	}

	j.replay()
	j.want(`[(0,'p0',1.5,'{"fragile":true}'),(1,'p1',7,'{"fragile":true}')]`, all)

	// A sweep takes what nobody sees, and nothing else.
	j.post.now = j.post.now.Add(time.Hour)
	swept, err := j.Commits.Sweep(j.Context(), 0)
	j.must(err)
	if swept.Rows != 3+3 { // of the first load and of the one that was replayed
		j.Errorf("sweep: got %d rows, want 6", swept.Rows)
	}
	j.want("2\t1", "SELECT (SELECT count() FROM {s}.parcels_all), (SELECT count() FROM {s}.parcel_days_all)")
	j.wantFound()

	// The call records beside it are not touched.
	j.want("0\t0", "SELECT (SELECT count() FROM {v}.records), (SELECT count() FROM {v}.streams)")
}

// replay flattens the archive anew, with nothing but what is in it.
func (j *journey) replay() {
	j.Helper()
	j.post.now = j.post.now.Add(time.Second)
	options := j.options("replay")
	tenants, err := j.Archive.Tenants(j.Context(), parcels.Name)
	j.must(err)
	if len(tenants) != 1 || tenants[0] != options.Tenant {
		j.Errorf("tenants of the archive: got %q, want %q", tenants, options.Tenant)
	}
	pages := j.Archive.Pages(j.Context(), archive.Selection{Family: parcels.Name, Tenant: options.Tenant})
	report, err := pipeline.Load(j.Context(), pipeline.LoadOptions{Options: options, FromArchive: true}, offline.Archived(pages))
	j.must(err)
	if report.Loaded != 1 || report.Tables["parcels"] != 2 {
		j.Errorf("replay: got %+v, want one day of 2 parcels", report)
	}
	start := j.post.header().Start.Format(time.DateOnly)
	j.want(start+"\t"+start, "SELECT toDate(any(d.day)), (SELECT toDate(max(day)) FROM {v}.parcels) FROM {v}.parcel_days AS d")
}
