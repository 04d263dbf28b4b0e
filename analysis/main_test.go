package analysis_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"callrecords/analysis"
	"callrecords/load"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/enginetest"
	"callrecords/schema"
	"callrecords/transform"
)

// store is the engine of all tests. They share one warehouse with the shipped views, each
// with a tenant of its own: to make the views costs more than most of what is asked.
var (
	store  enginetest.Store
	shared = sync.OnceValues(func() (*load.Warehouse, error) { return made("analysis", analysis.Options{}) })
)

// families are what the views read.
var families = []schema.Family{schema.CallRecords, schema.PstnCalls, schema.DirectRoutingCalls}

func TestMain(m *testing.M) {
	o := embedded.Options{Connections: 4}
	if folder := os.Getenv(keptCorpus); folder != "" {
		o.Path = filepath.Join(folder, "store")
	}
	os.Exit(enginetest.Main(m, o, func(s enginetest.Store) error {
		store = s
		return nil
	}))
}

// made is a warehouse with the views.
func made(database string, o analysis.Options) (*load.Warehouse, error) {
	views, err := analysis.Views(o)
	if err != nil {
		return nil, err
	}
	derived, err := analysis.Derived(o)
	if err != nil {
		return nil, err
	}
	w := load.New(store, load.Options{Database: database, Families: families, Views: views, Derived: derived})
	return w, w.Migrate(context.Background())
}

// house is a warehouse with the calls of one tenant.
type house struct {
	*testing.T
	*load.Warehouse
	database, tenant string
}

// shipped is the shared warehouse, with calls of a tenant that has the test's name.
func shipped(t *testing.T, documents ...[]byte) *house {
	t.Helper()
	w, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t, w, "analysis", t.Name()}
	h.load(documents...)
	return h
}

// load flattens documents and commits them.
func (h *house) load(documents ...[]byte) {
	h.Helper()
	batch := transform.NewBatch(schema.CallRecords)
	var loads []schema.Load
	for i, document := range documents {
		r := batch.Record(schema.Owner{
			Family: schema.CallRecords.Name, TenantID: h.tenant, RecordID: idOf(h.T, document), Version: 1,
			LoadID: h.Commits.NextLoadID(time.Now()),
		})
		if err := r.Page(schema.Page{Kind: schema.PageRecord, Body: document}); err != nil {
			h.Fatalf("document %d: %v", i, err)
		}
		l := r.Close()
		if l.Unread.Values > 0 {
			h.Fatalf("document %d: got unread values %v, want none", i, l.Unread)
		}
		loads = append(loads, l)
	}
	if err := h.Commits.Insert(h.Context(), batch.Take()); err != nil {
		h.Fatal(err)
	}
	if refused, err := h.Commits.Commit(h.Context(), "run", time.Now(), loads); err != nil || len(refused) > 0 {
		h.Fatalf("commit: %v, refused %v", err, refused)
	}
}

func idOf(t *testing.T, document []byte) string {
	t.Helper()
	var record struct{ ID string }
	if err := json.Unmarshal(document, &record); err != nil {
		t.Fatal(err)
	}
	return record.ID
}

// rows are the rows of a query in which {NAME} is a view, and %s the tenant; with blanks
// between the values.
func (h *house) rows(sql string) []string {
	h.Helper()
	text := h.text(strings.ReplaceAll(sql, "%s", "'"+h.tenant+"'"), "TSVRaw")
	if text == "" {
		return nil
	}
	return strings.Split(strings.ReplaceAll(text, "\t", " "), "\n")
}

// text is the answer to a query in a format.
func (h *house) text(sql, format string) string {
	h.Helper()
	for _, name := range analysis.Names() {
		sql = strings.ReplaceAll(sql, "{"+name+"}", h.database+"."+name)
	}
	body, err := store.Query(h.Context(), sql, format)
	if err != nil {
		h.Fatalf("%v\n%s", err, sql)
	}
	text, err := io.ReadAll(body)
	if err := errors.Join(err, body.Close()); err != nil {
		h.Fatalf("%v\n%s", err, sql)
	}
	return strings.TrimSuffix(string(text), "\n")
}

// want compares the rows of a query.
func (h *house) want(sql string, want ...string) {
	h.Helper()
	if got := h.rows(sql); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		h.Errorf("%s\n got %q\nwant %q", sql, got, want)
	}
}
