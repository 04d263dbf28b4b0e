package pipeline

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"callrecords/schema"
)

// fetches counts what is fetched, by record.
func (w *world) fetches() map[string]int {
	var mu sync.Mutex
	counts := map[string]int{}
	w.onFetch = func(id string) {
		mu.Lock()
		defer mu.Unlock()
		counts[id]++
	}
	return counts
}

// backfill is the window of so many hours back to so many.
func (w *world) backfill(from, to int) func(*RunOptions) {
	return func(o *RunOptions) {
		ago := func(hours int) time.Time { return w.at.Add(-time.Duration(hours) * time.Hour) }
		o.Window = schema.Window{From: ago(from), To: ago(to)}
	}
}

func TestBackfillFetchesWhatIsDueInItsWindowOnly(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("old", 1, 40), w.header("young", 1, 5), w.header("edge", 1, 20))
	w.fail["old"], w.fail["young"], w.fail["edge"] = errMalformed, errMalformed, errMalformed
	if _, err := w.run(t); err != nil { // all are due from now on
		t.Fatal(err)
	}
	clear(w.fail)
	counts := w.fetches()
	r, err := w.run(t, w.backfill(48, 20)) // its end is not of it
	want(t, r, err, figures{listed: 2, due: 1, loaded: 1, complete: true})
	if r.Elsewhere != 2 {
		t.Errorf("got %d due elsewhere, want 2", r.Elsewhere)
	}
	if got, want := fmt.Sprint(counts), "map[old:1]"; got != want {
		t.Errorf("got fetches %s, want %s", got, want)
	}
	r, err = w.run(t, w.backfill(20, 0))
	want(t, r, err, figures{listed: 4, due: 2, loaded: 2, complete: true})
	if got, want := fmt.Sprint(counts), "map[edge:1 old:1 young:1]"; got != want {
		t.Errorf("got fetches %s, want %s", got, want)
	}
	if r.Elsewhere != 0 {
		t.Errorf("got %d due elsewhere, want none", r.Elsewhere)
	}
}

func TestWhatIsDueElsewhereAndExpiresRaisesNoAlarmInABackfill(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("old", 1, 29*24), w.header("young", 1, 5))
	w.fail["old"] = errMalformed
	if r, err := w.run(t); err != nil || !r.Alarm {
		t.Fatalf("got alarm %t, %v; want one", r.Alarm, err)
	}
	if r, err := w.run(t, w.backfill(48, 0)); err != nil || r.Alarm || r.OldestDueID != "" {
		t.Errorf("got alarm %t, oldest due %q, %v; want neither", r.Alarm, r.OldestDueID, err)
	}
}

func TestShardsShareTheWorkWithoutOverlapOrGaps(t *testing.T) {
	t.Parallel()
	for _, of := range []int{1, 2, 3, 5} {
		t.Run(fmt.Sprint(of), func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			for i := range 60 {
				w.add(w.header(fmt.Sprintf("record %d", i), 1, i+1))
			}
			counts := w.fetches()
			loaded, before := uint64(0), map[string]int{}
			for number := of; number > 0; number-- { // in any order
				r, err := w.run(t, w.backfill(100, 0), func(o *RunOptions) { o.Shard = schema.Shard{Number: number, Of: of} })
				if err != nil || !r.Complete() {
					t.Fatalf("shard %d: got %v, complete %t", number, err, r.Complete())
				}
				loaded += r.Loaded
				for id := range counts {
					if before[id] == 0 && !(schema.Shard{Number: number, Of: of}).Has(id) {
						t.Errorf("shard %d: got %q fetched, which is another shard's", number, id)
					}
				}
				before = maps.Clone(counts)
				if left := uint64(60) - loaded; r.Elsewhere != left {
					t.Errorf("shard %d: got %d due elsewhere, want %d", number, r.Elsewhere, left)
				}
			}
			if got := slices.Max(slices.Collect(maps.Values(counts))); len(counts) != 60 || got != 1 {
				t.Errorf("got %d records fetched, up to %d times; want 60, once each", len(counts), got)
			}
		})
	}
}

func TestShardThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld()
	if _, err := w.run(t, func(o *RunOptions) { o.Shard = schema.Shard{Number: 3, Of: 2} }); err == nil {
		t.Error("got no error for shard 3/2")
	}
}

func TestOnlyWhatItsListShowsIsFetched(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("hers", 1, 5), w.header("his", 1, 6))
	his := w.headers["his"]
	w.fail["his"] = errMalformed
	if _, err := w.run(t); err != nil {
		t.Fatal(err)
	}
	clear(w.fail)
	w.add(w.header("hers", 2, 5))
	delete(w.headers, "his") // as a list does that is filtered
	r, err := w.run(t, w.backfill(48, 0), func(o *RunOptions) { o.OnlyListed = true })
	want(t, r, err, figures{listed: 2, due: 1, loaded: 1, complete: true})
	if r.Elsewhere != 1 || w.ledger["his"].header != his || w.ledger["his"].lost {
		t.Errorf("got %d due elsewhere, %+v; want 1, as it was", r.Elsewhere, w.ledger["his"])
	}
}
