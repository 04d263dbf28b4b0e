package load_test

import (
	"strings"
	"testing"

	"callrecords/analysis/reference"
	"callrecords/load"
	kept "callrecords/load/reference"
	"callrecords/schema"
)

// places is a view of analysts that looks up buildings: streams have no addresses here, so
// that their own position stands for one.
var places = schema.View{
	Name: "places", Comment: "One row per stream.",
	Query: `SELECT s.record_id AS record_id, b.building AS building
FROM (SELECT tenant_id, record_id, toIPv6(concat('10.1.', toString(session_index), '.', toString(stream_index))) AS address
    FROM {streams}) AS s
ASOF LEFT JOIN {building_ranges} AS b ON s.tenant_id = b.tenant_id AND toUInt128(s.address) >= b.first_number`,
	Columns: []schema.Column{
		{Name: "record_id", Kind: schema.KindText, Meaning: "record"},
		{Name: "building", Kind: schema.KindText, Meaning: "building"},
	},
}

func TestBuildingsAreLookedUp(t *testing.T) { each(t, setup, wantBuildings("")) }

// On a cluster each shard looks them up by itself, and all have the same.
func TestBuildingsAreLookedUpOnACluster(t *testing.T) { each(t, setupShards, wantBuildings("two")) }

func wantBuildings(cluster string) func(t *testing.T, f *fixture) {
	return func(t *testing.T, f *fixture) {
		f.many(12)
		f.Warehouse = f.over(f.engine, load.Options{Cluster: cluster, Views: append(reference.Views(), places)})
		f.must(f.Migrate(t.Context()))
		f.want("SELECT groupUniqArray(building) FROM %s.places", "['']")
		if p := f.plan(); len(p.Statements)+len(p.Refusals) > 0 {
			t.Errorf("got the plan %+v when all was made, want an empty one", p)
		}
		k := reference.Buildings()
		for _, name := range []string{"Old", "New"} {
			file, err := k.Read(strings.NewReader(
				"10.1.0.0,,16," + name + ",,,,,,,,,1,0,0\n10.1.0.1,,32," + name + " room,,,,,,,,,1,0,0\n"))
			f.must(err)
			f.must(f.Reference.Replace(t.Context(), kept.Load{
				Tenant: tenant, Kind: k.Name, File: "b.csv", Rows: 2, Body: reference.Body(file.Rows),
				Derived: map[string]string{reference.RangesName: reference.Body(reference.Ranges(file.Rows))},
			}))
			rooms := f.value("SELECT countIf(session_index = 0 AND stream_index = 1) FROM %s.streams")
			f.want("SELECT count(), countIf(building = '"+name+"'), countIf(building = '"+name+" room') FROM %s.places",
				"36\t"+f.value("SELECT 36 - "+rooms)+"\t"+rooms)
		}
		for range kept.Keep - 1 {
			f.must(f.Reference.Replace(t.Context(), kept.Load{
				Tenant: tenant, Kind: k.Name, File: "b.csv", Derived: map[string]string{reference.RangesName: ""},
			}))
		}
		all, err := f.Reference.All(t.Context())
		f.must(err)
		if n := len(all); n != 2*kept.Keep { // of buildings and of their ranges
			t.Errorf("got %d loads kept, want %d: %+v", n, 2*kept.Keep, all)
		}
	}
}
