package load_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/load/engine"
	"callrecords/schema"
)

// Whatever happens in whatever order, wherever an exporter dies, and whether or not others
// know of facts: they are those of the rows. A failed test says its seed.
func TestHistoryHasTheFactsOfItsRows(t *testing.T) {
	seed := rand.Uint64()
	if text := os.Getenv("CALLRECORDS_TEST_SEED"); text != "" {
		seed, _ = strconv.ParseUint(text, 10, 64)
	}
	each(t, settled, func(t *testing.T, f *fixture) {
		h := newFactsHistory(f, seed)
		for n := 0; (n < steps(f.node) || !h.enough()) && n < 60 && !t.Failed(); n++ {
			h.step()
		}
		t.Logf("CALLRECORDS_TEST_SEED=%d %v", seed, h.did)
	})
}

// factsHistory is a history of records and of days of a log, of two tenants, with facts.
type factsHistory struct {
	*history
	days map[string][2]int // version and rows, by tenant and day
}

func newFactsHistory(f *fixture, seed uint64) *factsHistory {
	h := &factsHistory{days: map[string][2]int{}, history: &history{
		fixture: f, random: rand.New(rand.NewPCG(seed, 0)), mortal: &mortal{Engine: f.node, left: -1},
		tenants: []string{tenant, "other"}, live: map[string][2]int{}, did: map[string]int{},
	}}
	f.now = f.now.Add(-100 * day)
	f.Warehouse = h.by(h.mortal, ofFacts)
	f.must(f.Migrate(f.Context()))
	h.further = []thing{
		{"fill", 4, h.fill},
		{"two fills", 2, h.fillTwice},
		{"load a day", 3, h.loadDay},
		{"older exporter settles", 1, func() error { return h.another(nil, h.settleLoads) }},
		{"repair", 1, h.withdraw},
		{"other rules", 1, h.otherRules},
		{"clock behind", 2, func() error { return h.wrong(-time.Duration(1+h.random.IntN(40)) * time.Hour) }},
		{"clock ahead", 1, func() error { return h.wrong(time.Duration(1+h.random.IntN(80)) * time.Hour) }},
	}
	h.looks = []func(){
		h.lookAtDays, h.lookAtFacts,
		func() { h.note(header("listed", uint64(h.now.Unix()), h.now)) }, // or the settle line would stand
	}
	return h
}

// by is a warehouse of another process.
func (h *factsHistory) by(e engine.Engine, views []schema.View) *load.Warehouse {
	return h.over(e, load.Options{
		SettleAge: 4 * day, Views: views, Families: []schema.Family{schema.CallRecords, schema.PstnCalls},
	})
}

// another lets a process with other views do something.
func (h *factsHistory) another(views []schema.View, does func() error) error {
	ours := h.Warehouse
	defer func() { h.Warehouse = ours }()
	h.Warehouse = h.by(h.mortal, views)
	return does()
}

// enough says whether what a history is about has happened.
func (h *factsHistory) enough() bool {
	return h.did["settled"] > 0 && h.did["swept"] > 0 && h.did["filled"] > 3 && h.did["withdrawn"] > 0
}

func (h *factsHistory) fill() error {
	filled, err := h.Commits.Fill(h.Context(), commit.FillOptions{Now: h.now})
	h.did["filled"] += int(filled.Loads)
	return err
}

// fillTwice lets a second process fill in while one does, by a clock that may be behind.
func (h *factsHistory) fillTwice() error {
	one, other := h.by(&halting{h.mortal, ".`stream_facts_computed`", func() {
		defer h.set(-time.Duration(h.random.IntN(2)) * time.Minute)()
		_, _ = h.by(h.node, ofFacts).Commits.Fill(h.Context(), commit.FillOptions{Now: h.now})
	}}, ofFacts), h.Warehouse
	defer func() { h.Warehouse = other }()
	h.Warehouse = one
	return h.fill()
}

// set sets the clock, and returns what sets it right.
func (h *factsHistory) set(off time.Duration) func() {
	h.now = h.now.Add(off)
	return func() { h.now = h.now.Add(-off) }
}

// wrong lets a process load or fill in by a clock that is wrong.
func (h *factsHistory) wrong(off time.Duration) error {
	defer h.set(off)()
	return h.another(ofFacts, []func() error{h.load, h.loadDay, h.fill}[h.random.IntN(3)])
}

// loadDay loads a version of a day of a log, which may have no rows.
func (h *factsHistory) loadDay() error {
	of, id := h.tenants[h.random.IntN(2)], schema.PstnCalls.DayID(noon.AddDate(0, 0, h.random.IntN(3)))
	key := of + "\t" + id
	version, rows := max(1, h.days[key][0]+h.random.IntN(4)-2), h.random.IntN(4)
	l := h.begin(id, uint64(version), noon)
	l.TenantID, l.Family = of, schema.PstnCalls.Name
	l.Counts = schema.Counts{"pstn_days": 1, "pstn_calls": uint64(rows)}
	loads := []schema.Load{l}
	batch := []schema.Rows{{
		Table: schema.PstnCalls.Tables[0], Record: recordOf(h.T, schema.PstnCalls.Tables[0], loads, [][]int{nil}),
	}}
	if rows > 0 {
		t := schema.PstnCalls.Tables[1]
		batch = append(batch, schema.Rows{Table: t, Record: recordOf(h.T, t, loads, [][]int{{0}, {1}, {2}}[:rows])})
	}
	if err := h.Commits.Insert(h.Context(), batch); err != nil {
		return err
	}
	return h.commits(loads, h.days, key, [2]int{version, rows})
}

// withdraw has a record's newest version break, which Graph never showed, some days later
// perhaps. A repair takes it back, while others may fill in; if it dies, it is repeated.
func (h *factsHistory) withdraw() error {
	var ids []string
	for _, key := range slices.Sorted(maps.Keys(h.live)) {
		if id, ok := strings.CutPrefix(key, tenant+"\t"); ok {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	id := ids[h.random.IntN(len(ids))]
	was := h.live[tenant+"\t"+id]
	left := h.mortal.left
	h.mortal.left = -1
	h.note(header(id, uint64(was[0]), h.now))
	broken := h.rows(id, uint64(was[0]+5), noon, 3)
	h.commit(broken)
	h.exec(fmt.Sprintf("DELETE FROM %%s_store.records_all WHERE load_id = %d", broken.LoadID))
	if h.random.IntN(2) == 0 {
		h.now = h.now.Add(2 * day)
		h.must(h.fill())
	}
	h.mortal.left = left
	err := h.repaired()
	if err != nil {
		h.mortal.left = -1
		h.must(h.repaired())
	}
	h.did["withdrawn"]++
	if h.value("SELECT version FROM %s_store.commits WHERE record_id = '"+id+"' AND tenant_id = '"+tenant+"'") !=
		fmt.Sprint(was[0]) { // the engine has merged the commit before away
		h.commit(h.rows(id, uint64(was[0]), noon, was[1]))
	}
	return err
}

// repaired verifies and repairs, while others may fill in.
func (h *factsHistory) repaired() error {
	e := &halting{Engine: h.mortal, text: "DELETE FROM", happens: func() {
		if h.random.IntN(2) == 0 {
			_, _ = h.by(h.node, ofFacts).Commits.Fill(h.Context(), commit.FillOptions{Now: h.now})
		}
	}}
	w := h.by(e, ofFacts)
	found, err := w.Verify.Verify(h.Context(), h.verifyOptions())
	if err != nil {
		return err
	}
	_, err = w.Verify.Repair(h.Context(), h.verifyOptions(), found)
	return err
}

// otherRules are tried for some hours, and then taken back.
func (h *factsHistory) otherRules() error {
	h.mortal.left = -1
	tried := slices.Clone(ofFacts)
	tried[0].Query = "SELECT * REPLACE (streams + 1 AS streams) FROM (" + tried[0].Query + ")"
	err := h.another(tried, func() error {
		h.must(h.Migrate(h.Context()))
		h.now = h.now.Add(time.Duration(h.random.IntN(30)) * time.Hour)
		return h.fill()
	})
	if h.random.IntN(2) == 0 { // an exporter of before has not heard of them
		_ = h.fill()
	}
	h.must(h.Migrate(h.Context()))
	return err
}

func (h *factsHistory) lookAtDays() {
	const read = "SELECT d.tenant_id, d.record_id, d.version, countIf(c.version > 0), uniqExact(d.version) " +
		"FROM %s.pstn_days AS d LEFT JOIN %s.pstn_calls AS c USING (tenant_id, record_id, version) " +
		"GROUP BY ALL ORDER BY 1, 2, 3"
	if got, want := h.value(read), shownOf(h.days); got != want {
		h.Errorf("after %v:\n got days %q\nwant %q", h.did, got, want)
	}
}

// wrongFacts counts the records whose facts are not those of their rows.
const wrongFacts = "SELECT count() FROM (SELECT tenant_id, record_id, count() AS n FROM %s.streams GROUP BY ALL) AS s " +
	"FULL JOIN (SELECT tenant_id, record_id, streams AS n FROM %s.stream_counts) AS c USING (tenant_id, record_id) " +
	"WHERE s.n != c.n"

func (h *factsHistory) lookAtFacts() {
	if got := h.value(wrongFacts); got != "0" {
		h.Errorf("after %v: got the facts of %s records wrong, want none", h.did, got)
	}
}
