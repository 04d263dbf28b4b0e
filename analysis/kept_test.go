package analysis_test

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/analysis"
	"callrecords/extract/graphtest"
	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/schema"
	"callrecords/transform"
)

// joinedViews are views of analysts as they are without anything that is kept beside the
// rows: they join the five tables, and tell flow, verdict and people when they are asked.
//
//go:embed testdata/joined.sql
var joinedViews string

// joined are their names.
var joined = []string{"stream_quality", "session_people", "session_outcomes", "call_people", "calls", "call_phones", "stream_ends", "differences"}

// random is a warehouse to which things happen at random.
type random struct {
	*house
	*rand.Rand
	pool    [][]byte          // documents of a simulated tenant
	live    map[string][]byte // by record id: the document of its newest version
	version map[string]int
	ahead   time.Duration // of the clock: what is filled in is older than a load may get
}

// fill computes facts ahead, and says that there were some.
func (r *random) fill() {
	r.Helper()
	r.ahead += 40 * time.Hour
	filled, err := r.Commits.Fill(r.Context(), commit.FillOptions{Now: time.Now().Add(r.ahead)})
	if err != nil || filled.Loads == 0 {
		r.Fatalf("got the facts of %d loads filled in and error %v, want some and none", filled.Loads, err)
	}
}

// loses takes away some of the rows that are kept, and lets others notice.
func (r *random) loses(facts string) {
	r.Helper()
	table := r.database + "_store." + facts + "_all"
	if err := store.Exec(r.Context(), "DELETE FROM "+table+" WHERE cityHash64(record_id) % 2 = 0"); err != nil {
		r.Fatal(err)
	}
	r.fill()
}

// What is kept beside the rows says what the joins would, whatever happens: newer and older
// versions, replays, records that move, loads that are never committed, other buildings,
// other rules, and tables from before anything was kept.
func TestWhatIsKeptIsWhatJoinsWouldTell(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{3} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			database := fmt.Sprint("kept_", seed)
			bare := load.New(store, load.Options{Database: database})
			if err := bare.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			tenant := graphtest.New(graphtest.Options{Records: 24, Seed: seed + 11, TenantID: "kept", LargeSessions: 20})
			r := random{
				house: &house{t, bare, database, "kept"}, Rand: rand.New(rand.NewPCG(seed, 1)),
				live: map[string][]byte{}, version: map[string]int{},
			}
			for _, header := range tenant.Headers() {
				if document, ok := tenant.Document(header.ID); ok {
					r.pool = append(r.pool, document)
				}
			}
			r.happens(12) // before the columns are there
			r.becomes(analysis.Options{})
			r.compare("*", joinedViews)
			r.filtered()
			r.knows("buildings", graphtest.Buildings())
			r.happens(12)
			r.compare("*", joinedViews)
			r.fill()
			r.compare("*", joinedViews)
			r.happens(8) // versions of what is filled in, and more
			r.compare("*", joinedViews)
			r.fill()
			r.compare("*", joinedViews)
			for _, facts := range []string{"session_facts", "person_facts", "call_facts", "end_facts"} {
				r.loses(facts)
			}
			r.compare("*", joinedViews)

			own := slices.Clone(cri(t))
			for i := range own {
				own[i].Set = "own"
			}
			r.becomes(analysis.Options{Rules: own, SwapSides: true})
			lines := strings.Split(strings.TrimSpace(graphtest.Buildings()), "\n")
			r.knows("buildings", strings.Join(lines[:len(lines)/2], "\n"))
			r.happens(6)
			r.fill()
			r.happens(3)
			joins := ownVerdict(swapped(joinedViews))
			r.compare("* EXCEPT reasons", joins)
			r.filtered()
			if swept, err := r.Commits.Sweep(t.Context(), time.Nanosecond); err != nil || swept.Rows == 0 {
				t.Errorf("got %d rows swept and error %v, want some and none", swept.Rows, err)
			}
			if err := store.Exec(t.Context(), "OPTIMIZE TABLE "+database+"_store.streams_all FINAL"); err != nil {
				t.Error(err)
			}
			r.compare("* EXCEPT reasons", joins)
		})
	}
}

// becomes changes what the warehouse has for analysts.
func (r *random) becomes(o analysis.Options) {
	r.Helper()
	w, err := made(r.database, o)
	if err != nil {
		r.Fatal(err)
	}
	r.Warehouse = w
}

// cri are the rules of a set that ships.
func cri(t *testing.T) []analysis.Rule {
	rules, err := analysis.ShippedRules()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(rules, func(r analysis.Rule) bool { return r.Set != "cri" })
}

// swapped are the views with caller and callee of a stream the other way round.
func swapped(views string) string {
	return strings.NewReplacer("callerToCallee", "calleeToCaller", "calleeToCaller", "callerToCallee").Replace(views)
}

// ownVerdict are the views with the verdict by the rules of cri.
func ownVerdict(views string) string {
	first, others, _ := strings.Cut(views, ";\n\n")
	return strings.Replace(first, "{joined}.stream_quality", "{joined}.by_shipped", 1) + ";\n\n" +
		"CREATE OR REPLACE VIEW {joined}.stream_quality AS" +
		" SELECT * REPLACE (verdict_cri AS verdict) FROM {joined}.by_shipped;\n\n" + others
}

// happens lets so many batches come.
func (r *random) happens(times int) {
	r.Helper()
	ids := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}
	for range times {
		batch := transform.NewBatch(schema.CallRecords)
		var loads []schema.Load
		r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		for _, id := range ids[:1+r.IntN(3)] {
			document, version := r.document(id)
			record := batch.Record(schema.Owner{
				Family: schema.CallRecords.Name, TenantID: r.tenant, RecordID: id, Version: uint64(version),
				LoadID: r.Commits.NextLoadID(time.Now().Add(r.ahead)),
			})
			if err := record.Page(schema.Page{Kind: schema.PageRecord, Body: document}); err != nil {
				r.Fatal(err)
			}
			loads = append(loads, record.Close())
		}
		if err := r.Commits.Insert(r.Context(), batch.Take()); err != nil {
			r.Fatal(err)
		}
		if r.IntN(5) == 0 {
			continue // whoever loaded it died
		}
		if _, err := r.Commits.Commit(r.Context(), "run", time.Now(), loads); err != nil {
			r.Fatal(err)
		}
	}
}

// document is one of a record to load: of a newer version, of the same one again, or of one
// that came too late.
func (r *random) document(id string) ([]byte, int) {
	switch version := r.version[id]; {
	case version > 0 && r.IntN(4) == 0:
		return r.live[id], version
	case version > 1 && r.IntN(4) == 0:
		return r.another(id, version-1), version - 1
	default:
		r.version[id]++
		r.live[id] = r.another(id, version+1)
		return r.live[id], version + 1
	}
}

// another is any document of the pool as a version of a record, which may begin in another month.
func (r *random) another(id string, version int) []byte {
	var document map[string]any
	if err := json.Unmarshal(r.pool[r.IntN(len(r.pool))], &document); err != nil {
		r.Fatal(err)
	}
	document["id"], document["version"] = id, version
	if r.IntN(3) == 0 {
		document["startDateTime"] = fmt.Sprintf("2026-%02d-28T23:59:59.9999999Z", 1+r.IntN(9))
	}
	text, err := json.Marshal(document)
	if err != nil {
		r.Fatal(err)
	}
	return text
}

// compare holds the views against the joins.
func (r *random) compare(columns, joins string) {
	r.Helper()
	other := r.database + "_joined"
	in := strings.NewReplacer("{joined}", other, "{views}", r.database)
	for _, statement := range append([]string{"CREATE DATABASE IF NOT EXISTS {joined}"}, strings.Split(joins, ";\n\n")...) {
		if err := store.Exec(r.Context(), in.Replace(statement)); err != nil {
			r.Fatalf("%v\n%s", err, statement)
		}
	}
	for _, view := range joined {
		from := view
		if view == "differences" {
			from += "(from = '2020-01-01 00:00:00', to = '2040-01-01 00:00:00')"
		}
		if view != "stream_quality" && view != "stream_ends" {
			columns = "*"
		}
		columns, least := columns, 10
		if view == "calls" {
			columns, least = "* REPLACE round(person_minutes, 6) AS person_minutes", 6 // the views of before added up fractions
		}
		if view == "call_phones" {
			least = 0 // in most histories nobody calls by telephone
		}
		rows := func(database string) []string {
			return r.rows("SELECT toString(tuple(*)) AS row FROM (SELECT " + columns + " FROM (SELECT * EXCEPT load_id FROM " +
				database + "." + from + ")) ORDER BY row")
		}
		kept, told := rows(r.database), rows(other)
		if len(told) < least {
			r.Errorf("got %d rows of %s, want more to compare", len(told), view)
		}
		if !slices.Equal(kept, told) {
			r.Errorf("%s: got %d rows, want %d; first that differ:\n got %q\nwant %q", view, len(kept), len(told),
				without(kept, told), without(told, kept))
		}
		if view == "differences" {
			continue
		}
		// The views of before tell no loads; that of a record is the one that its row has.
		if others := r.rows("SELECT record_id FROM " + r.database + "." + view + " WHERE (record_id, load_id) NOT IN (" +
			"SELECT record_id, load_id FROM " + r.database + "_store.records_live)"); len(others) > 0 {
			r.Errorf("%s: got rows of %q under another load", view, others)
		}
	}
}

// filtered asks with filters on what the verdict is made of, which the engine then reads
// before the rest: of rows from before it was kept, too.
func (r *random) filtered() {
	r.Helper()
	for _, filter := range []string{
		"media_type = 'audio'", "media_label = 'main-audio'", "stream_id != ''", "packet_utilization > 500",
	} {
		rows := func(database string) []string {
			return r.rows("SELECT verdict, count() FROM " + database + ".stream_quality WHERE " + filter +
				" GROUP BY verdict ORDER BY verdict")
		}
		if kept, told := rows(r.database), rows(r.database+"_joined"); !slices.Equal(kept, told) || len(told) < 2 {
			r.Errorf("%s: got %q, want %q", filter, kept, told)
		}
	}
}

// without are the first few that others do not have.
func without(all, others []string) (few []string) {
	for _, one := range all {
		if _, found := slices.BinarySearch(others, one); !found && len(few) < 2 {
			few = append(few, one)
		}
	}
	return few
}
