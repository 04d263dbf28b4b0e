package main

import (
	"errors"
	"iter"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/extract/graphtest"
	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/schema"
)

// overlaps is how often an import dies.
const overlaps = 12

// A property: an import writes a batch, and pages of the next one, while it flattens the next.
// Wherever it dies, readers see whole records or none, nothing is claimed that is not in, and
// the same import again loads what is missing.
func TestAnImportThatDiesBetweenOverlappingBatchesClaimsNothingAndIsRepaired(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 0))
	s := newSite(t, graphtest.Options{Records: 40, Seed: seed})
	shared, err := engineOfServers(t.Context())
	s.must(err)
	options := load.Options{Database: "overlapped"}
	s.must(load.New(shared, options).Migrate(t.Context()))
	i := &interleaving{site: s, store: shared}
	imports := func(store engine.Engine) (pipeline.Report, error) {
		o := wiring.Options(load.New(store, options), families[0].Family, graphtest.DefaultTenantID, "import", nil, nil)
		o.RawPages, o.BatchRows, o.PageBytes = true, 150, 100<<10
		return pipeline.Load(t.Context(), pipeline.LoadOptions{Options: o}, s.asDocuments())
	}
	committed := func() string {
		return i.answer("SELECT count() FROM overlapped_store.load_log WHERE outcome = 'committed'")
	}

	counting := &mortal{Engine: shared, left: 1 << 30}
	_, err = imports(counting)
	s.must(err)
	statements := 1<<30 - counting.left
	i.answer("TRUNCATE TABLE overlapped_store.loads") // nothing is seen, and all is loaded anew

	died := 0
	for range overlaps {
		before := committed()
		store := &mortal{Engine: shared, left: 1 + dice.IntN(statements), last: dice.IntN(2) == 0}
		r, err := imports(store)
		if errors.Is(err, errDead) {
			died++
		}
		if text := i.answer("SELECT count() FROM overlapped.audit"); text != "0" {
			t.Fatalf("audit after a death: %s", text)
		}
		claimed := i.answer("SELECT toInt64(count()) - " + before +
			" FROM overlapped_store.load_log WHERE outcome = 'committed'")
		if in, err := strconv.ParseUint(claimed, 10, 64); err != nil || r.Loaded > in {
			t.Fatalf("got %d records that are said to be loaded, and %s commits", r.Loaded, claimed)
		}
	}
	t.Logf("%d of %d imports died, of %d statements each", died, overlaps, statements)
	if died < overlaps/2 {
		t.Errorf("got %d deaths, want most of %d", died, overlaps)
	}
	r, err := imports(shared)
	if err != nil || !r.Complete() {
		t.Fatalf("the import that nothing happens to: got %v, %+v", err, r)
	}
	for table, key := range keys {
		compareTable(t, table, i.tableOf("overlapped", table, key), s.documents()[table])
	}
	if text := i.answer("SELECT count() FROM overlapped.audit"); text != "0" {
		t.Errorf("audit: %s", text)
	}
}

// asDocuments are the tenant's records as a file would have them.
func (s *site) asDocuments() iter.Seq2[pipeline.Document, error] {
	return func(yield func(pipeline.Document, error) bool) {
		for _, h := range s.tenant.Headers() {
			body, _ := s.tenant.Document(h.ID)
			d := pipeline.Document{RecordID: h.ID, Version: uint64(h.Version), Page: schema.Page{Kind: schema.PageRecord, Body: body}}
			if !yield(d, nil) {
				return
			}
		}
	}
}
