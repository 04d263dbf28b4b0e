package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/pipeline/listing"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/extract"
	"callrecords/extract/graphtest"
	"callrecords/load"
	"callrecords/load/engine"
)

// mortal is an engine that dies at some statement: from then on nothing that
// its exporter does has an effect. The last statement may have had one, of
// which the exporter never hears: a lost reply.
type mortal struct {
	engine.Engine
	mu   sync.Mutex
	left int // statements to live
	last bool
}

// alive counts a statement, and says whether it is carried out and whether
// the answer arrives.
func (m *mortal) alive() (carriedOut, answered bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.left--
	return m.left > 0 || m.left == 0 && m.last, m.left > 0
}

func (m *mortal) Exec(ctx context.Context, sql string) error {
	done, told := m.alive()
	err := errDead
	if done {
		err = m.Engine.Exec(ctx, sql)
	}
	if !told {
		return errDead
	}
	return err
}

func (m *mortal) Query(ctx context.Context, sql, format string) (io.ReadCloser, error) {
	if _, told := m.alive(); !told {
		return nil, errDead
	}
	return m.Engine.Query(ctx, sql, format)
}

func (m *mortal) Insert(ctx context.Context, b engine.Block) (int64, error) {
	done, told := m.alive()
	n, err := int64(0), errDead
	if done {
		n, err = m.Engine.Insert(ctx, b)
	}
	if !told {
		return 0, errDead
	}
	return n, err
}

// interleaved is the warehouse of the test: a database of its own in the one
// engine of this process.
var interleaved = load.Options{Database: "interleaved"}

// interleaving is a tenant and a warehouse that two exporters share.
type interleaving struct {
	*site
	dice  *rand.Rand
	store engine.Engine
}

// interleavings is how often two exporters run at once.
const interleavings = 5

// A property: whatever happens to the tenant, and whoever of two exporters
// dies wherever, one more run makes the warehouse equal the tenant.
func TestAnyInterleavingOfChangesFaultsAndDeathsConverges(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	i := &interleaving{dice: rand.New(rand.NewPCG(seed, 0)), site: newSite(t, graphtest.Options{
		Records: 30, Seed: seed, Faults: graphtest.Faults{Unavailable503: 0.05, Reset: 0.03, Truncate: 0.03, RetryAfter: time.Millisecond},
	})}
	store, err := engineOfServers(t.Context())
	i.must(err)
	i.store = store
	i.must(load.New(store, interleaved).Migrate(t.Context()))
	died := 0
	for range interleavings {
		i.mutate()
		died += i.both()
	}
	i.settled()
	t.Logf("%d of %d exporters died", died, 2*interleavings)
	for table, key := range keys {
		compareTable(t, table, i.table(table, key), i.documents()[table])
	}
	if text := i.answer("SELECT count() FROM interleaved.audit"); text != "0" {
		t.Errorf("audit: %s", text)
	}
}

// mutate lets something happen to the tenant.
func (i *interleaving) mutate() {
	headers := i.tenant.Headers()
	for range 1 + i.dice.IntN(8) {
		h := headers[i.dice.IntN(len(headers))]
		switch i.dice.IntN(4) {
		case 0:
			i.tenant.Grow(h.ID)
		case 1:
			i.tenant.Shrink(h.ID)
		case 2:
			if to := h.Start.AddDate(0, 0, i.dice.IntN(9)-10); time.Since(to) < 29*24*time.Hour { // or the tenant forgets it
				i.tenant.Move(h.ID, to)
			}
		case 3:
			i.tenant.Add(1)
		}
	}
}

// both runs two exporters at once and returns how many of them died.
func (i *interleaving) both() (died int) {
	var exporters sync.WaitGroup
	results := make([]error, 2)
	for e := range results {
		store := &mortal{Engine: i.store, left: 1 + i.dice.IntN(30), last: i.dice.IntN(2) == 0}
		rows := 100 + i.dice.IntN(1000)
		exporters.Go(func() { _, results[e] = i.export(store, rows) })
	}
	exporters.Wait()
	for _, err := range results {
		if errors.Is(err, errDead) {
			died++
		}
	}
	return died
}

// settled runs one exporter that lives until nothing is left.
func (i *interleaving) settled() {
	i.Helper()
	for range 5 {
		r, err := i.export(i.store, 5000)
		i.must(err)
		if r.Complete() {
			return
		}
	}
	i.Fatal("something is still due after five runs")
}

// export runs the tenant's export on an engine, in batches of so many rows.
func (i *interleaving) export(store engine.Engine, rows int) (pipeline.Report, error) {
	c := config.Default()
	tenant := config.Tenant{TenantID: graphtest.DefaultTenantID, Cloud: config.CloudCustom,
		GraphRoot: i.server.URL, Authority: i.server.URL,
		Auth: config.Auth{Method: config.MethodClientSecret, ClientID: graphtest.DefaultClientID, ClientSecret: graphtest.DefaultClientSecret}}
	c.Export.QuotaShare = 1
	source, err := wiring.NewClient(tenant, c.Export, nil,
		func(o *extract.Options) { o.Transport = i.server.Client().Transport })
	if err != nil {
		return pipeline.Report{}, err
	}
	o := wiring.Options(load.New(store, interleaved), families[0].Family, tenant.TenantID, "test", nil, nil)
	o.RawPages, o.BatchRows = true, rows
	o.PageBytes = rows << 8 // some go before their batch, some with it
	return pipeline.Run(i.Context(), pipeline.RunOptions{
		Options: o, Source: wiring.CallRecords(source, nil), Reach: listing.Reach{
			SmallTenant: extract.PublishedLimits().HeadersPerSpan(), Lookback: c.Export.Lookback,
			ReconcileEvery: c.Export.ReconcileEvery,
		}, ExpiryAlarm: c.Export.ExpiryAlarm,
	})
}

// answer is the text of a query on the shared engine.
func (i *interleaving) answer(sql string) string {
	i.Helper()
	body, err := i.store.Query(i.Context(), sql, "JSONCompactEachRow")
	i.must(err)
	defer body.Close()
	text, err := io.ReadAll(body)
	i.must(err)
	return strings.Trim(string(text), "[]\"\n")
}

// table are a table's rows on the shared engine, by key.
func (i *interleaving) table(table string, key []string) map[string]map[string]any {
	i.Helper()
	return i.tableOf(interleaved.Database, table, key)
}

// tableOf are a table's rows in a database, by key.
func (i *interleaving) tableOf(database, table string, key []string) map[string]map[string]any {
	i.Helper()
	body, err := i.store.Query(i.Context(), "SELECT * FROM "+database+"."+table+" SETTINGS output_format_json_quote_denormals = 1", "JSONEachRow")
	i.must(err)
	defer body.Close()
	decoder := json.NewDecoder(body)
	decoder.UseNumber()
	all := map[string]map[string]any{}
	for decoder.More() {
		row := map[string]any{}
		i.must(decoder.Decode(&row))
		all[keyOf(row, key)] = row
	}
	return all
}
