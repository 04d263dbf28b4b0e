package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"callrecords/cmd/exporter/internal/pipeline/listing"
	"callrecords/schema"
)

const (
	tenant = "tenant"
	day    = 24 * time.Hour
)

// world is a source and a warehouse in memory. The real ones are tested
// against each other in cmd/exporter; here it is about order and failure.
type world struct {
	mu       sync.Mutex
	headers  map[string]schema.Header
	pages    map[string]int                // pages of a record, default 1
	fail     map[string]error              // what fetching a record ends with
	noHeader map[string]error              // what asking for a record's header ends with
	changes  map[string]int                // so many reads of a record find it changed meanwhile
	full     map[string]bool               // a load with more rows of the same version is live
	lags     map[string]int                // so many versions that a record lags behind the list
	refused  *schema.SourceError           // one row of the list
	onList   func(win schema.Window) error // what listing a window ends with
	onPage   func(id string, page int)     // before a page of a record

	listed  [][]schema.Header // what the ledger was told, call by call
	owners  []schema.Owner    // of the readings that were opened
	commits []schema.Load

	ids     uint64
	ledger  map[string]*entry
	live    map[string]uint64 // committed version
	steps   []string          // what the warehouse was asked to do, in order
	archive []schema.RawPage
	aside   map[string]string
	runs    []schema.Run
	at      time.Time
	refuse  map[string]error // steps that fail
	onFetch func(id string)
	onStep  func(name string)    // while the warehouse is at it
	onNote  func(nth int) error  // of the ledger, per portion of the list
	begun   map[uint64]time.Time // of load ids
}

type entry struct {
	header schema.Header
	loaded uint64
	lost   bool
	reason string
}

func newWorld(headers ...schema.Header) *world {
	w := &world{
		headers: map[string]schema.Header{}, pages: map[string]int{}, fail: map[string]error{},
		changes: map[string]int{}, ledger: map[string]*entry{}, live: map[string]uint64{},
		aside:  map[string]string{},
		onNote: func(int) error { return nil },
		refuse: map[string]error{}, begun: map[uint64]time.Time{},
		at: time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC),
	}
	for _, h := range headers {
		w.headers[h.ID] = h
	}
	return w
}

// header is of a call that started some hours before the world's now.
func (w *world) header(id string, version uint64, hours int) schema.Header {
	start := w.at.Add(-time.Duration(hours) * time.Hour)
	return schema.Header{ID: id, Version: version, Start: start, End: start.Add(30 * time.Minute)}
}

// options are those that Run and Load share.
func (w *world) options(command string) Options {
	return Options{Family: schema.CallRecords, Tenant: tenant, Command: command, Loader: w, Archive: w, Ledger: w,
		NewBatch: func() Batch { return &pile{world: w} }, Now: w.now}
}

// runOptions are of a tenant that is small enough to be listed whole every time.
func (w *world) runOptions() RunOptions {
	return RunOptions{Options: w.options("test"), Source: w, Reach: listing.Reach{SmallTenant: 100,
		Lookback: 48 * time.Hour, ReconcileEvery: 24 * time.Hour}, ExpiryAlarm: 5 * 24 * time.Hour}
}

func (w *world) run(t *testing.T, change ...func(*RunOptions)) (Report, error) {
	t.Helper()
	o := w.runOptions()
	for _, c := range change {
		c(&o)
	}
	return Run(t.Context(), o)
}

// now is the world's time; pass moves it on.
func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(d)
}

// add puts a record into the source.
func (w *world) add(headers ...schema.Header) {
	for _, h := range headers {
		w.headers[h.ID] = h
	}
}

func (w *world) step(name string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.steps = append(w.steps, name)
	if w.onStep != nil {
		w.onStep(name)
	}
	return w.refuse[name]
}

// List is the source's: each record twice, with an empty page before.
func (w *world) List(_ context.Context, win schema.Window) iter.Seq2[schema.ListPage, error] {
	return func(yield func(schema.ListPage, error) bool) {
		if w.refused != nil && !yield(schema.ListPage{Refused: []*schema.SourceError{w.refused}}, nil) {
			return
		}
		for _, id := range slices.Sorted(maps.Keys(w.headers)) {
			h := w.headers[id]
			if !win.Contains(h.Start) {
				continue
			}
			for _, page := range [][]schema.Header{nil, {h}, {h}} {
				if !yield(schema.ListPage{Headers: page}, nil) {
					return
				}
			}
		}
		if w.onList == nil {
			return
		}
		if err := w.onList(win); err != nil {
			yield(schema.ListPage{}, err)
		}
	}
}

// Fetch is the source's.
func (w *world) Fetch(ctx context.Context, h schema.Header) iter.Seq2[schema.Page, error] {
	return func(yield func(schema.Page, error) bool) {
		if w.onFetch != nil {
			w.onFetch(h.ID)
		}
		for i := range max(w.pages[h.ID], 1) {
			if w.onPage != nil {
				w.onPage(h.ID, i)
			}
			if !yield(schema.Page{Kind: schema.PageRecord, Body: fmt.Appendf(nil, "%s %d", h.ID, i)}, nil) {
				return
			}
		}
		w.mu.Lock()
		changed := w.changes[h.ID] > 0
		w.changes[h.ID]--
		w.mu.Unlock()
		if changed {
			yield(schema.Page{}, &schema.SourceError{Fault: schema.FaultChanged, RecordID: h.ID})
		} else if err := w.fail[h.ID]; err != nil && err != errMalformed {
			yield(schema.Page{}, err)
		}
	}
}

// Header is the source's.
func (w *world) Header(_ context.Context, id string) (schema.Header, error) {
	if err := w.noHeader[id]; err != nil {
		return schema.Header{}, err
	}
	if h, ok := w.headers[id]; ok {
		return h, nil
	}
	return schema.Header{}, &schema.SourceError{Fault: schema.FaultNotFound, RecordID: id}
}

// LoadedVersions is the ledger's.
func (w *world) LoadedVersions(_ context.Context, _ string, ids []string) (map[string]uint64, error) {
	versions := map[string]uint64{}
	for _, id := range ids {
		if e := w.ledger[id]; e != nil && e.loaded > 0 {
			versions[id] = e.loaded
		}
	}
	return versions, nil
}

// Traffic is the source's.
func (w *world) Traffic() Traffic { return Traffic{} }

// NextLoadID, Insert, Commit and SetAside are the loader's, StorePages is the
// archive's.
func (w *world) NextLoadID(now time.Time) uint64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ids++
	w.begun[w.ids] = now
	return w.ids
}

// TooOld is the loader's, with the bound of the real one.
func (w *world) TooOld(loadID uint64, now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return now.Sub(w.begun[loadID]) > 3*time.Hour
}

func (w *world) Insert(context.Context, []schema.Rows) error { return w.step("insert") }

func (w *world) StorePages(_ context.Context, _ time.Time, pages []schema.RawPage) error {
	w.mu.Lock()
	w.archive = append(w.archive, pages...)
	w.mu.Unlock()
	return w.step("archive")
}

func (w *world) Commit(
	_ context.Context, _ string, _ time.Time, loads []schema.Load,
) (refused []schema.Refusal, err error) {
	if err := w.step("commit"); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, l := range loads {
		if w.full[l.RecordID] && !l.MayShrink {
			owner := schema.Owner{RecordID: l.RecordID, LoadID: l.LoadID}
			refused = append(refused, schema.Refusal{Owner: owner, Reason: "fewer rows"})
			continue
		}
		w.commits = append(w.commits, l)
		w.live[l.RecordID] = l.Version
	}
	return refused, nil
}

func (w *world) SetAside(_ context.Context, _ string, _ time.Time, refusals []schema.Refusal) error {
	for _, r := range refusals {
		w.aside[r.RecordID] = r.Reason
	}
	return nil
}

// RecordListed, Due, RecordOutcomes, LastReconcile and RecordRun are the ledger's.
func (w *world) RecordListed(
	_ context.Context, _ string, _ time.Time, headers []schema.Header,
) (fresh int, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listed = append(w.listed, slices.Clone(headers))
	if err := w.onNote(len(w.listed)); err != nil {
		return 0, err
	}
	for _, h := range headers {
		e := w.ledger[h.ID]
		if e == nil {
			e = &entry{}
			w.ledger[h.ID] = e
		}
		if h.Version > e.header.Version || e.lost {
			e.header, e.lost = h, false
			fresh++
		}
	}
	return fresh, nil
}

func (w *world) Due(context.Context, string) (due []schema.Due, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.ledger {
		if e.header.Version > e.loaded && !e.lost {
			due = append(due, schema.Due{Header: e.header, Reason: e.reason, Built: e.loaded > 0})
		}
	}
	slices.SortFunc(due, func(a, b schema.Due) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID))
	})
	return due, w.refuse["due"]
}

func (w *world) RecordOutcomes(_ context.Context, _ string, outcomes []schema.Outcome) error {
	if err := w.step("record"); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, o := range outcomes {
		e := w.ledger[o.RecordID]
		switch o.Kind {
		case schema.OutcomeLoaded:
			e.loaded = max(e.loaded, o.Version)
		case schema.OutcomeLost:
			e.lost = true
		}
		e.reason = o.Reason
	}
	return nil
}

func (w *world) LastReconcile(context.Context, string) (at time.Time, err error) {
	for _, r := range w.runs {
		if r.Reconcile {
			at = r.Started
		}
	}
	return at, w.refuse["last reconcile"]
}

func (w *world) CountSince(_ context.Context, _ string, since time.Time) (n uint64, err error) {
	for _, e := range w.ledger {
		if !e.header.Start.Before(since) {
			n++
		}
	}
	return n, nil
}

func (w *world) RecordRun(_ context.Context, r schema.Run) error {
	w.runs = append(w.runs, r)
	return nil
}

// pile is a batch that counts pages as rows.
type pile struct {
	*world
	rows, bytes int
}

func (p *pile) Open(o schema.Owner) Reading {
	p.owners = append(p.owners, o)
	return &sheet{pile: p, owner: o}
}
func (p *pile) Size() (rows, bytes int) { return p.rows, p.bytes }
func (p *pile) Take() []schema.Rows {
	p.rows, p.bytes = 0, 0
	return []schema.Rows{{Record: arrow.Record(nil)}}
}

// sheet is one record of a pile. A page that says so is malformed.
type sheet struct {
	*pile
	owner schema.Owner
}

var errMalformed = errors.New("malformed")

func (s *sheet) Page(p schema.Page) error {
	s.rows++
	s.bytes += len(p.Body)
	if s.fail[s.owner.RecordID] == errMalformed {
		return errMalformed
	}
	return nil
}

func (s *sheet) Aside() schema.Aside { return schema.Aside{} }

func (s *sheet) Close() schema.Load {
	version := s.headers[s.owner.RecordID].Version - uint64(s.lags[s.owner.RecordID])
	return schema.Load{RecordID: s.owner.RecordID, LoadID: s.owner.LoadID, Version: version,
		Counts: schema.Counts{schema.Records.Name: 1}}
}
