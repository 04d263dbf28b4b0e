package load_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/load/archive"
	"callrecords/schema"
)

// imported inserts the rows of a record as an import does: of a whole record, or of
// what lacks something of one.
func (f *fixture) imported(part, id string, version uint64, streams ...int) schema.Load {
	f.Helper()
	l := f.rows(id, version, noon, streams...)
	l.Part, l.MayShrink = part, false
	return l
}

// tryCommit commits loads and returns the reasons of those that were refused, by
// record id.
func (f *fixture) tryCommit(loads ...schema.Load) map[string]string {
	f.Helper()
	refused, err := f.Commits.Commit(f.Context(), "run", f.now, loads)
	f.must(err)
	reasons := map[string]string{}
	for _, r := range refused {
		reasons[r.RecordID] = r.Reason
	}
	return reasons
}

// later is what comes after a load of version 3 with sessions of 2 and 1 streams.
type later struct {
	version uint64
	streams []int
	change  func(*schema.Load)
	reason  string // why it is refused, "" when it is not
	live    string // streams of the record
}

func asIs(*schema.Load) {}

var afterAWhole = map[string]later{
	"fewer streams": {
		3, []int{1, 1}, asIs, "version 3 is live with more rows: this load has 2 of 3 streams", "3",
	},
	"fewer, and more":    {3, []int{9}, asIs, "1 of 2 sessions, 1 of 2 segments", "3"},
	"as many":            {3, []int{1, 2}, asIs, "", "3"},
	"more":               {3, []int{4, 4}, asIs, "", "8"},
	"of a newer version": {4, []int{1}, asIs, "", "1"},
	"of an older one":    {2, []int{1}, asIs, "", "3"},
	"that may":           {3, []int{1}, func(l *schema.Load) { l.MayShrink = true }, "", "1"},
}

// wantLater has what comes after a whole come, of a record per case in one batch.
func (f *fixture) wantLater() {
	f.Helper()
	batch := []schema.Load{f.imported("", "of the batch", 1, 5)}
	for name, c := range afterAWhole {
		l := f.imported("", name, c.version, c.streams...)
		c.change(&l)
		batch = append(batch, l)
	}
	reasons := f.tryCommit(batch...)
	for name, c := range afterAWhole {
		f.Run(name, func(t *testing.T) {
			f := f.on(t)
			if got := reasons[name]; !strings.Contains(got, c.reason) || (got == "") != (c.reason == "") {
				f.Errorf("got refused because %q, want because %q", got, c.reason)
			}
			f.want("SELECT count() FROM %s.streams WHERE record_id = '"+name+"'", c.live)
		})
	}
	f.want("SELECT count() FROM %s.streams WHERE record_id = 'of the batch'", "5")
	f.want("SELECT count() FROM %s.audit", "0")
}

func TestLoadOfTheSameVersionTakesNoRowsAwayByItself(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.rowsOf(slices.Collect(maps.Keys(afterAWhole)), 3, noon, 2, 1)...)
		f.wantLater()
	})
}

func TestLoadOfTheSameVersionTakesNoRowsOfASettledOneAway(t *testing.T) {
	each(t, settled, func(t *testing.T, f *fixture) {
		ids := slices.Collect(maps.Keys(afterAWhole))
		f.commit(append(f.rowsOf(ids, 2, noon, 9), f.rowsOf(ids, 3, noon, 2, 1)...)...)
		f.now = f.now.Add(37 * day)
		f.advance(uint64(len(ids)))
		f.now = f.now.Add(day)
		f.exec("OPTIMIZE TABLE %s_store.loads FINAL")
		f.advance(0)
		f.want("SELECT count() FROM %s_store.loads", "0")
		f.wantLater()
	})
}

// One batch can have the whole and its part, in any order.
func TestRecordTwiceInABatchKeepsItsMostRows(t *testing.T) {
	eachCase(t, map[string][]int{"the part last": {3, 2}, "the part first": {2, 3}}, setup,
		func(t *testing.T, f *fixture, streams []int) {
			f.tryCommit(f.imported("", "a", 1, streams[0]), f.imported("", "a", 1, streams[1]))
			f.want("SELECT count() FROM %s.streams", "3")
		})
}

func TestRefusedLoadIsLoggedWithItsReason(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.tryCommit(f.imported("it has no x", "a", 1, 1))
		f.want("SELECT reason, part FROM %s_store.load_log WHERE outcome = 'refused'",
			"version 1 is live with more rows: this load has 1 of 2 streams\tit has no x")
		f.wantDue()
	})
}

func TestPartIsDueUntilTheWholeIsIn(t *testing.T) {
	const noLedger = "DELETE FROM %s_store.ledger WHERE record_id = 'a'"
	listed := func(f *fixture) { f.note(header("a", 3, noon)) }
	told := func(f *fixture) { f.settle(schema.OutcomeLoaded, "a", 3) }
	eachCase(t, map[string]func(*fixture){
		"listed before":           func(f *fixture) { listed(f); f.part(); told(f) },
		"listed after":            func(f *fixture) { f.part(); told(f); listed(f) },
		"the ledger was not told": func(f *fixture) { listed(f); f.part() },
		"told by another, later":  func(f *fixture) { listed(f); f.part(); told(f); told(f) },
		"loaded again as a part":  func(f *fixture) { listed(f); f.part(); told(f); f.part(); told(f) },
		"the ledger lost it":      func(f *fixture) { f.part(); told(f); f.exec(noLedger); listed(f) },
		"repaired": func(f *fixture) {
			f.part()
			told(f)
			f.exec(noLedger)
			listed(f)
			f.repair()
		},
		"an older one comes after": func(f *fixture) {
			f.part()
			told(f)
			listed(f)
			f.commit(f.rows("a", 2, noon, 9))
		},
	}, setup, func(t *testing.T, f *fixture, comes func(*fixture)) {
		f.note(header("whole", 1, noon))
		f.commit(f.rows("whole", 1, noon, 1))
		f.settle(schema.OutcomeLoaded, "whole", 1)
		comes(f)
		f.wantDue("a")
		f.commit(f.rows("a", 3, noon, 2))
		told(f)
		f.wantDue()
	})
}

// part commits a part of version 3 of record a.
func (f *fixture) part() {
	f.Helper()
	f.commit(f.imported("it has no sessions", "a", 3))
}

func TestPartOfAVersionThatIsNotListedIsNotDue(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.part()
		f.settle(schema.OutcomeLoaded, "a", 3)
		f.wantDue()
		f.note(header("a", 2, noon)) // a copy of Graph's that lags behind
		f.wantDue()
		f.note(header("a", 3, noon))
		f.wantDue("a")
		f.settle(schema.OutcomeLost, "a", 3)
		f.wantDue()
	})
}

// A file may be cut without a sign of it. Beside a whole load of as many rows it is asked
// for as long as Graph can tell; later it would be lost for nothing.
func TestWhatMayBeAPartIsNoneBesideAWholeThatGraphHasForgotten(t *testing.T) {
	const may = "it may have been cut"
	eachCase(t, map[string]struct {
		age         int // days
		first, live string
		due         []string
	}{
		"Graph has it":           {29, "", may, []string{"a"}},
		"Graph has forgotten it": {31, "", "", nil},
		"it was a part before":   {31, may, may, []string{"a"}},
	}, setup, func(t *testing.T, f *fixture, c struct {
		age         int
		first, live string
		due         []string
	}) {
		start := f.now.Add(-time.Duration(c.age) * day)
		load := func(part string, streams int) schema.Load {
			l := f.rows("a", 3, start, streams)
			l.Part, l.MayShrink = part, false
			return l
		}
		f.note(header("a", 3, start))
		f.tryCommit(load(c.first, 2))
		f.settle(schema.OutcomeLoaded, "a", 3)
		f.tryCommit(load(may, 2))
		f.tryCommit(load(may, 2)) // again, as a replay does
		f.want("SELECT part FROM %s_store.loads FINAL", c.live)
		f.wantDue(c.due...)
	})
}

func TestVerifyAndExplainNameAPartThatGraphHasWhole(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		yesterday := f.now.Add(-day)
		l := f.rows("a", 3, yesterday)
		l.Part = "it has no sessions"
		f.commit(l)
		f.keep(2, l)
		f.settle(schema.OutcomeLoaded, "a", 3)
		f.wantFound() // Graph does not list it: nothing is missing that can be had
		f.note(header("a", 3, yesterday))
		f.wantFound("in_part a")
		all, err := f.Verify.Explain(t.Context(), "a")
		f.must(err)
		if len(all) != 1 || all[0].LivePart != "it has no sessions" {
			t.Errorf("got %+v, want one record with what it lacks", all)
		}
		f.nextRun()
		f.wantFound()
	})
}

func TestArchiveTellsPartsAndKeepsWhatWasRefusedToItself(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		whole, part := f.rows("a", 1, noon, 2), f.imported("it has no x", "b", 1, 1)
		f.kept(whole, f.now, 0)
		f.kept(part, f.now, 0)
		f.commit(whole, part)
		refused := f.imported("", "a", 1, 1)
		f.kept(refused, f.now, 0, 1)
		f.tryCommit(refused)
		f.wantArchive(archive.Selection{}, "a.1.0 b.1.0")
		for p, err := range f.Archive.Pages(t.Context(), archive.Selection{Tenant: tenant}) {
			f.must(err)
			if want := map[string]string{"b": "it has no x"}[p.RecordID]; p.Part != want {
				t.Errorf("record %s: got part %q, want %q", p.RecordID, p.Part, want)
			}
		}
	})
}
