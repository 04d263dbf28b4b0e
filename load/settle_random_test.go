package load_test

import (
	"context"
	"errors"
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

// mortal is an engine that dies before one of its next statements.
type mortal struct {
	engine.Engine
	left int // statements that still work; below 0: all
}

var errDied = errors.New("died before this statement")

func (e *mortal) tick() error {
	if e.left == 0 {
		return errDied
	}
	e.left--
	return nil
}

func (e *mortal) Exec(ctx context.Context, sql string) error {
	if err := e.tick(); err != nil {
		return err
	}
	return e.Engine.Exec(ctx, sql)
}

func (e *mortal) Insert(ctx context.Context, b engine.Block) (int64, error) {
	if err := e.tick(); err != nil {
		return 0, err
	}
	return e.Engine.Insert(ctx, b)
}

// history is a warehouse to which things happen in months that take no time.
type history struct {
	*fixture
	random  *rand.Rand
	mortal  *mortal
	sharded bool              // on two
	tenants []string          // whose records are loaded
	live    map[string][2]int // version and streams, by tenant and record
	did     map[string]int

	further []thing  // that may happen
	looks   []func() // at what else readers see
}

// thing is what may happen, the oftener the more it weighs.
type thing struct {
	name   string
	weight int
	do     func() error
}

const historyRecords = 12

// steps is how long a history is. The SQL is the same on both engines: most of it
// is tried on the one that is nearer.
func steps(e engine.Engine) int {
	if isEmbedded(e) {
		return 50
	}
	return 12
}

// Whatever happens in whatever order, and wherever an exporter dies, readers see
// each record's newest version, whole, once. A failed test says its seed.
func TestHistoryShowsTheSameRowsWhereverTheLineStands(t *testing.T) {
	seed := rand.Uint64()
	if text := os.Getenv("CALLRECORDS_TEST_SEED"); text != "" {
		seed, _ = strconv.ParseUint(text, 10, 64)
	}
	for kind, k := range map[string]struct {
		setUp   func(*testing.T, engine.Engine) *fixture
		cluster string
	}{"node": {setup, ""}, "two shards": {setupShards, "two"}} {
		t.Run(kind, func(t *testing.T) { historyOn(t, k.setUp, k.cluster, seed) })
	}
}

// historyOn lets things happen on a kind of warehouse.
func historyOn(t *testing.T, setUp func(*testing.T, engine.Engine) *fixture, cluster string, seed uint64) {
	each(t, setUp, func(t *testing.T, f *fixture) {
		h := &history{
			fixture: f, random: rand.New(rand.NewPCG(seed, 0)), mortal: &mortal{Engine: f.engine, left: -1},
			sharded: cluster != "", tenants: []string{tenant}, live: map[string][2]int{}, did: map[string]int{},
		}
		f.Warehouse = f.over(h.mortal, load.Options{SettleAge: 4 * day, Cluster: cluster})
		f.now = f.now.Add(-300 * day)
		for n := 0; (n < steps(f.node) || h.did["settled"] == 0 || h.did["swept"] == 0) && !t.Failed(); n++ {
			h.step()
		}
		t.Logf("CALLRECORDS_TEST_SEED=%d %v", seed, h.did)
	})
}

// step lets one thing happen, and looks.
func (h *history) step() {
	things := append([]thing{
		{"load", 5, h.load}, {"half a load", 1, h.half}, {"settle", 5, h.settleLoads}, {"sweep", 1, h.sweepDead},
		{"merge", 1, func() error { return h.Commits.CompactParts(h.Context()) }},
		{"time", 6, func() error {
			h.now = h.now.Add([]time.Duration{time.Hour, 7 * time.Hour, day, 3 * day}[h.random.IntN(4)])
			return nil
		}},
	}, h.further...)
	weights := 0
	for _, thing := range things {
		weights += thing.weight
	}
	n := h.random.IntN(weights)
	for _, thing := range things {
		if n -= thing.weight; n < 0 {
			h.mortal.left = -1
			if h.random.IntN(4) == 0 {
				h.mortal.left = h.random.IntN(12)
			}
			err := thing.do()
			h.mortal.left = -1
			if err != nil && !errors.Is(err, errDied) {
				h.Fatalf("%s: %v", thing.name, err)
			}
			h.did[fmt.Sprint(thing.name, " ", err == nil)]++
			h.look(thing.name)
			for _, look := range h.looks {
				look()
			}
			return
		}
	}
}

// load loads a version of some records, and half a load only its rows.
func (h *history) load() error { return h.some(true) }
func (h *history) half() error { return h.some(false) }

func (h *history) some(commit bool) error {
	for _, n := range h.random.Perm(historyRecords)[:1+h.random.IntN(2)] {
		of, id := h.tenants[h.random.IntN(len(h.tenants))], fmt.Sprint("record-", n)
		key := of + "\t" + id
		version := max(1, h.live[key][0]+h.random.IntN(4)-2)
		streams := 1 + h.random.IntN(20)
		loads := []schema.Load{h.begin(id, uint64(version), noon.AddDate(0, h.random.IntN(2), 0))}
		loads[0].TenantID = of
		if err := h.Commits.Insert(h.Context(), h.batch(loads, streams)); err != nil || !commit {
			return err
		}
		if err := h.commits(loads, h.live, key, [2]int{version, streams}); err != nil {
			return err
		}
	}
	return nil
}

// commits commits a load, and notes what is to be seen of it.
func (h *history) commits(loads []schema.Load, live map[string][2]int, key string, is [2]int) error {
	_, err := h.Commits.Commit(h.Context(), "run", h.now, loads)
	// A death between the commit and its log leaves the commit.
	if in := err == nil || strings.Contains(err.Error(), "load_log"); in && is[0] >= live[key][0] {
		live[key] = is
	}
	return err
}

func (h *history) settleLoads() error {
	n, err := h.Commits.Settle(h.Context(), commit.SettleOptions{Now: h.now})
	h.did["settled"] += int(n)
	if n > 0 && h.sharded && h.random.IntN(3) == 0 {
		h.exec("DELETE FROM %s_store.settle_line_local WHERE line = (SELECT max(line) FROM %s_store.settle_line_local)")
		h.did["line did not reach a shard"]++
	}
	return err
}

func (h *history) sweepDead() error {
	swept, err := h.Commits.Sweep(h.Context(), commit.SweepAge)
	h.did["swept"] += int(swept.Rows)
	return err
}

// look holds what readers see against what they must.
func (h *history) look(after string) {
	const read = "SELECT s.tenant_id, s.record_id, s.version, s.n, r.n " +
		"FROM (SELECT tenant_id, record_id, version, count() AS n FROM %s.streams GROUP BY ALL) AS s " +
		"LEFT JOIN (SELECT tenant_id, record_id, version, count() AS n FROM %s.records GROUP BY ALL) AS r " +
		"USING (tenant_id, record_id, version) ORDER BY 1, 2, 3"
	if got, want := h.value(read), shownOf(h.live); got != want {
		h.Errorf("after %s %v:\n got %q\nwant %q", after, h.did, got, want)
	}
	const audit = "SELECT (SELECT count() FROM %s.audit), count() - uniqExact(tenant_id, record_id), count() " +
		"FROM %s_store.commits WHERE family = 'call_records'"
	if got, want := h.value(audit), fmt.Sprintf("0\t0\t%d", len(h.live)); got != want {
		h.Errorf("after %s: got audit, doubles, commits %q, want %q", after, got, want)
	}
}

// shownOf is what readers see of records that are live: each in one version, with its rows.
func shownOf(live map[string][2]int) string {
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(live)) {
		lines = append(lines, fmt.Sprintf("%s\t%d\t%d\t1", key, live[key][0], live[key][1]))
	}
	return strings.Join(lines, "\n")
}
