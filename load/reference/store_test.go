package reference_test

import (
	"fmt"
	"testing"
	"time"

	store "callrecords/load/reference"
)

// building is a line of a building file.
func building(network string, length int, name string) string {
	return fmt.Sprintf("%s,net,%d,%s,,,,City,,Country,,Region,1,0,0\n", network, length, name)
}

func TestALoadTakesThePlaceOfTheOneBefore(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, d *desk) {
		const names = "SELECT groupArray(building) FROM (SELECT building FROM %s.buildings WHERE tenant_id = '" + tenant + "' ORDER BY line)"
		const ranges = "SELECT count() FROM %s.building_ranges WHERE tenant_id = '" + tenant + "' AND mapped"
		d.put(tenant, "buildings", building("10.1.0.0", 16, "One")+building("10.1.2.0", 24, "Two"))
		d.put(other, "buildings", building("10.1.0.0", 16, "Theirs"))
		d.want(names, "['One','Two']")
		d.want(ranges, "3")
		d.onAnotherMachine()
		d.now = d.now.Add(-time.Hour) // by a clock that is set back, the later one wins all the same
		d.put(tenant, "buildings", building("10.9.0.0", 16, "Three"))
		d.want(names, "['Three']")
		d.want(ranges, "1")
		d.want("SELECT groupArray(building) FROM %s.buildings WHERE tenant_id = '"+other+"'", "['Theirs']")
	})
}

func TestTheLastLoadsAreKeptAndARemovalForgetsThem(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, d *desk) {
		const kept = "SELECT count() FROM %s_store.reference_loads WHERE kind = 'buildings'"
		for i := range store.Keep + 2 {
			d.put(tenant, "buildings", building("10.1.0.0", 16, fmt.Sprint("B", i)))
		}
		d.put(other, "buildings", building("10.1.0.0", 16, "Theirs"))
		d.want(kept, fmt.Sprint(store.Keep+1))
		all, err := d.Reference.All(t.Context())
		d.must(err)
		if all[0].Kind != "building_ranges" || all[store.Keep].Kind != "buildings" || all[store.Keep].Rows != 1 || all[0].Program != "v1" {
			t.Errorf("got %+v", all)
		}
		there, err := d.Reference.Remove(t.Context(), tenant, "buildings", "building_ranges")
		d.must(err)
		if !there {
			t.Error("got that nothing was in force, want something")
		}
		d.want(kept, "2") // the removal, and the other tenant's
		d.want("SELECT groupArray(building) FROM %s.buildings", "['Theirs']")
		d.want("SELECT uniqExact(tenant_id) FROM %s.building_ranges", "1")
		if there, err = d.Reference.Remove(t.Context(), tenant, "buildings"); err != nil || there {
			t.Errorf("again: got %t, %v; want that nothing was in force", there, err)
		}
	})
}

func TestViewsHaveWhatFilesSay(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, d *desk) {
		d.put(tenant, "buildings", "10.1.2.0,it's \\ a {name},24,HQ,own,type,office,City,98001,US,WA,West,1,0,1\n")
		d.put(tenant, "endpoints", "PC-1,Dell,XPS,Laptop,a,b,c\n")
		d.put(tenant, "people", "upn,department\nAda@contoso.com,R&D\n")
		d.put(tenant, "targets", "scope,measure,target\nbuilding:HQ,poor_audio,1%\n")
		d.put(tenant, "failure_patterns", "pattern,expected,category\n%IVR%,1,left the menu\n")
		d.put(tenant, "sip_codes", "subcode,category,meaning\n560999,busy,engaged\n")
		for sql, want := range map[string]string{
			"SELECT line, network, network_name, prefix_length, building, ownership_type, building_type, building_office_type, city, zip_code, country, state, region, inside, express_route, vpn FROM %s.buildings": `1	10.1.2.0/24	it\'s \\ a {name}	24	HQ	own	type	office	City	98001	US	WA	West	true	false	true`,
			"SELECT range_start, range_end, building, inside, vpn, first_number = toUInt128(range_start) FROM %s.building_ranges WHERE mapped":                                                                       "::ffff:10.1.2.0	::ffff:10.1.2.255	HQ	true	true	1",
			"SELECT groupArray((toString(range_start), network)) FROM %s.building_ranges WHERE NOT mapped":                                                                                                           "[('::',''),('::ffff:0.0.0.0',''),('::ffff:10.1.3.0',''),('::1:0:0:0','')]",
			"SELECT machine, make, model, type, label_1, label_2, label_3 FROM %s.endpoints":                                                                                                                         "pc-1	Dell	XPS	Laptop	a	b	c",
			"SELECT person_id, user_principal_name, department, office, country, manager FROM %s.people":                                                                                                             "	ada@contoso.com	R&D			",
			"SELECT scope, measure, target FROM %s.targets WHERE tenant_id != ''":                                                                                                                                    "building:HQ	poor_audio	0.01",
			"SELECT target FROM %s.targets WHERE tenant_id = '' AND scope = 'meetings_internal_wired' AND measure = 'setup_failed'":                                                                                  "0.005",
			// The first row that fits decides, a tenant's own before those that ship.
			"SELECT category FROM %s.failure_patterns WHERE toLowCardinality(materialize('the user left the IVR: call declined')) ILIKE pattern ORDER BY tenant_id = '', line LIMIT 1": "left the menu",
			"SELECT category FROM %s.failure_patterns WHERE toLowCardinality(materialize('Call was Declined')) ILIKE pattern ORDER BY tenant_id = '', line LIMIT 1":                    "declined",
			"SELECT sip_code, subcode, category, meaning FROM %s.sip_codes WHERE tenant_id != ''":                                                                                      `\N	560999	busy	engaged`,
			"SELECT category, subcode FROM %s.sip_codes WHERE sip_code = 486":                                                                                                          `busy	\N`,
		} {
			if got := d.value(sql); got != want {
				t.Errorf("%s\n got %q\nwant %q", sql, got, want)
			}
		}
	})
}
