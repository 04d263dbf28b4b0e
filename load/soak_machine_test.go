package load_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/archive"
	"callrecords/load/commit"
	"callrecords/load/engine"
	"callrecords/load/ledger"
	"callrecords/load/verify"
	"callrecords/schema"
)

// machine is one of several that share a warehouse, with a clock of its own. It
// does what the program does, whatever its clock says; the program itself looks
// at the clock before it begins, and a clock can be set while it is under way.
type machine struct {
	*writer
	next []int // of its turns, dealt at random so that none is long in coming
}

// Machines whose clocks are right, and by how much those of the others are wrong.
// The settle line is behind what the slow one begins, as it is by 34 days outside
// of tests; what was loaded long before is settled meanwhile.
const (
	rightMachines    = 2
	machineSettleAge = 8 * time.Hour
	longBefore       = 9 * time.Hour
)

var wrongClocks = []time.Duration{25 * time.Hour, 10 * day, -7 * time.Hour}

func TestSoakOfWrongClocksLosesNothing(t *testing.T) {
	t.Parallel()
	store.Each(t, func(t *testing.T, e engine.Engine) {
		t.Parallel()
		if !isEmbedded(e) && ofOurs(e) {
			t.Skip("the test server is the embedded engine once more")
		}
		s := newSoak(t, e)
		s.settleAge = machineSettleAge
		if err := s.loadLongBefore(t.Context()); err != nil {
			t.Fatal(err)
		}
		tasks := []task{{"reader", (&reader{soak: s}).check}}
		for _, off := range append(make([]time.Duration, rightMachines), wrongClocks...) {
			w := newWriter(s)
			w.off = off
			tasks = append(tasks, task{fmt.Sprintf("machine %s off", off), (&machine{writer: w}).turn})
		}
		s.fire(t, soakDuration(t, e), s.tally.clocks(), tasks)
		if err := s.catchUp(t.Context()); err != nil {
			t.Error(err)
		}
		s.settle(t)
		t.Log(s.tally)
	})
}

// turn does one of the things that machines do.
func (m *machine) turn(ctx context.Context) error {
	turns := []func(context.Context) error{
		m.export, m.export, m.export, m.lose, m.sweep, m.settle, m.compact, m.repair, m.replay,
	}
	if len(m.next) == 0 {
		m.next = rand.Perm(len(turns))
	}
	n := m.next[0]
	m.next = m.next[1:]
	return turns[n](ctx)
}

func (m machine) ledger() *ledger.Ledger {
	return m.soak.warehouse(m.engine).Ledger(schema.CallRecords)
}

// export lists, keeps the pages, loads, and tells the ledger.
func (m machine) export(ctx context.Context) error {
	loads := m.loads()
	var headers []schema.Header
	var pages []schema.RawPage
	for _, l := range loads {
		headers = append(headers, header(l.RecordID, l.Version, lately(rand.IntN(25))))
		pages = append(pages, schema.RawPage{
			Owner: ownerOf(l), Page: schema.Page{Kind: schema.PageRecord, URL: "u", Body: []byte(mark(l))},
		})
	}
	if _, err := m.ledger().RecordListed(ctx, tenant, m.now(), headers); err != nil {
		return err
	}
	if err := m.soak.warehouse(m.engine).Archive.StorePages(ctx, m.now(), pages); err != nil {
		return err
	}
	return m.finish(ctx, loads)
}

// loadLongBefore has every record loaded at a time that is past.
func (s *soak) loadLongBefore(ctx context.Context) error {
	w := newWriter(s)
	w.off, w.age = -longBefore, day
	w.warehouse = load.New(w.fuse, load.Options{
		Database: s.database, Clock: func(context.Context) (time.Time, error) { return w.now(), nil },
	})
	w.fuse.light(-1, false)
	var loads []schema.Load
	for n := range soakRecords {
		loads = append(loads, w.shaped(fmt.Sprintf("record-%02d", n), 1))
	}
	err := w.load(ctx, loads)
	w.note(loads)
	return err
}

// lately is so many hours ago.
func lately(hours int) time.Time {
	return time.Now().Add(-time.Duration(hours) * time.Hour).UTC().Truncate(time.Second)
}

// finish loads what was begun, dies now and then, and tells the ledger.
func (m machine) finish(ctx context.Context, loads []schema.Load) error {
	left := -1
	if rand.IntN(3) == 0 {
		left = rand.IntN(inserts)
	}
	m.fuse.light(left, rand.IntN(2) == 0)
	err := m.load(ctx, loads)
	m.note(loads)
	if err != nil {
		return m.judge(ctx, err)
	}
	return m.tell(ctx, schema.OutcomeLoaded, loads)
}

// tell writes outcomes into the ledger.
func (m machine) tell(ctx context.Context, kind schema.OutcomeKind, loads []schema.Load) error {
	var outcomes []schema.Outcome
	for _, l := range loads {
		outcomes = append(outcomes, schema.Outcome{
			RecordID: l.RecordID, Version: l.Version, Kind: kind, Reason: "soak", At: m.now(),
		})
	}
	return m.ledger().RecordOutcomes(ctx, tenant, outcomes)
}

// lose gets a 404.
func (m machine) lose(ctx context.Context) error {
	m.tally.losses.Add(1)
	return m.tell(ctx, schema.OutcomeLost, m.loads()[:1])
}

func (m machine) sweep(ctx context.Context) error {
	swept, err := m.soak.warehouse(m.engine).Commits.Sweep(ctx, soakAge)
	m.tally.swept.Add(int64(swept.Rows))
	return err
}

func (m machine) compact(ctx context.Context) error { return m.merge(ctx, "") }

func (m machine) settle(ctx context.Context) error { return m.advance(ctx, time.Time{}) }

// repair is verify --repair. A wrong clock is refused whatever was found, so that
// only the right ones spend the time to look.
func (m machine) repair(ctx context.Context) (err error) {
	w, o := m.soak.warehouse(m.engine), verify.Options{Now: m.now()}
	var found []verify.Finding
	if m.off == 0 {
		if found, err = w.Verify.Verify(ctx, o); err != nil {
			return err
		}
	}
	_, err = w.Verify.Repair(ctx, o, found)
	switch {
	case clockRefused(err):
		m.tally.refused.Add(1)
		return nil
	case m.off != 0 && err == nil:
		return errors.New("a repair by a wrong clock was not refused")
	}
	m.tally.repairs.Add(1)
	return err
}

// replay loads some of the archive anew.
func (m machine) replay(ctx context.Context) error {
	var loads []schema.Load
	for page, err := range m.soak.warehouse(m.engine).Archive.Pages(ctx, archive.Selection{Tenant: tenant}) {
		if err != nil {
			return err
		}
		if rand.IntN(soakRecords) >= soakBatch {
			continue
		}
		l, err := m.again(page)
		if err != nil {
			return err
		}
		if n := len(loads); n > 0 && loads[n-1].RecordID == l.RecordID {
			loads = loads[:n-1] // a batch has each record once
		}
		loads = append(loads, l)
	}
	if len(loads) == 0 {
		return nil
	}
	m.tally.replays.Add(int64(len(loads)))
	return m.finish(ctx, loads)
}

// again is a load of what a page of the archive has.
func (m machine) again(page schema.RawPage) (schema.Load, error) {
	l := schema.Load{
		Family: page.Family, TenantID: page.TenantID, RecordID: page.RecordID, Version: page.Version,
		LoadID: m.warehouse.Commits.NextLoadID(m.now()), Start: noon,
	}
	var load, participants, sessions, segments, streams uint64
	_, err := fmt.Sscanf(string(page.Page.Body), "%d/1/%d/%d/%d/%d",
		&load, &participants, &sessions, &segments, &streams)
	l.Counts = schema.Counts{
		"records": 1, "participants": participants, "sessions": sessions,
		"segments": segments, "streams": streams,
	}
	return l, err
}

// lastVersion is greater than any that a soak comes to.
const lastVersion = schema.MaxVersion

// catchUp is what a machine with the right clock does when the others have
// stopped: Graph lists a new version of every record, so every one must be due
// whatever the ledger says of the future; once they are loaded, nothing may be
// due, and nothing wrong be found.
func (s *soak) catchUp(ctx context.Context) error {
	m := machine{writer: newWriter(s)}
	m.fuse.light(-1, false)
	// No sweep runs any more, so that a slow machine has the time it needs.
	m.writer.warehouse, m.age = load.New(m.fuse, load.Options{Database: s.database}), commit.SweepAge
	var headers []schema.Header
	for n := range soakRecords {
		headers = append(headers, header(fmt.Sprintf("record-%02d", n), lastVersion, lately(1)))
	}
	if _, err := m.ledger().RecordListed(ctx, tenant, m.now(), headers); err != nil {
		return err
	}
	due, err := m.ledger().Due(ctx, tenant)
	if err != nil || len(due) != soakRecords {
		return errors.Join(err, fmt.Errorf("got %d records due, want all %d", len(due), soakRecords))
	}
	var loads []schema.Load
	for _, d := range due {
		loads = append(loads, m.shaped(d.Header.ID, d.Header.Version))
	}
	err = m.load(ctx, loads)
	m.note(loads)
	if err = errors.Join(err, m.tell(ctx, schema.OutcomeLoaded, loads)); err != nil {
		return err
	}
	return s.clean(ctx, m)
}

// clean looks for what is due, and for what verify finds wrong.
func (s *soak) clean(ctx context.Context, m machine) error {
	due, err := m.ledger().Due(ctx, tenant)
	if len(due) > 0 {
		err = errors.Join(err, fmt.Errorf("got %d records due when all are loaded: %+v", len(due), due[0]))
	}
	found, err2 := m.writer.warehouse.Verify.Verify(ctx, verify.Options{})
	kinds := map[verify.FindingKind]verify.Finding{}
	for _, f := range found {
		kinds[f.Kind] = f
	}
	delete(kinds, verify.FindingDead) // what a sweep takes
	delete(kinds, verify.FindingOrphan)
	if len(kinds) > 0 {
		err = errors.Join(err, fmt.Errorf("verify finds %v: %+v", slices.Collect(maps.Keys(kinds)), kinds))
	}
	return errors.Join(err, err2)
}
