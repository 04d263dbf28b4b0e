package pipeline

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"callrecords/schema"
)

// After an insert that failed, its rows are lost. A producer that goes on must not bring
// their loads into the next batch.
func TestNothingIsCommittedAfterAnInsertThatFailedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld()
	broken := errors.New("broken")
	w.refuse["insert"] = broken
	w.onStep = func(string) {
		if len(w.steps) > 1 {
			delete(w.refuse, "insert")
		}
	}
	o := w.options("test").withDefaults()
	o.BatchRows = 1
	report := newReport(o, schema.Window{})
	l := newBatchLoader(&o, &report)
	err := l.loadAll(t.Context(), func(_ context.Context, to chan<- message) error {
		for _, id := range []string{"a", "b", "c"} {
			w.ledger[id] = &entry{}
			a := &attempt{owner: schema.Owner{RecordID: id, LoadID: w.NextLoadID(w.at)}}
			for _, m := range []message{{attempt: a, page: schema.Page{Body: []byte(id)}}, {attempt: a, end: true}} {
				select {
				case to <- m:
				case <-time.After(100 * time.Millisecond): // nobody listens any more
				}
			}
		}
		return nil
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want that of the insert", err)
	}
	if len(w.commits) != 0 {
		t.Errorf("got commits %+v, want none: their rows are not in", w.commits)
	}
}

func TestRecordThatIsReadAgainBeginsUnderANewLoadID(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5))
	w.changes["a"] = maxReads - 1
	if _, err := w.run(t); err != nil {
		t.Fatal(err)
	}
	var ids []uint64
	for _, o := range w.owners {
		ids = append(ids, o.LoadID)
	}
	if len(ids) != maxReads || len(slices.Compact(slices.Sorted(slices.Values(ids)))) != maxReads {
		t.Errorf("got load ids %v, want %d of their own", ids, maxReads)
	}
	if len(w.commits) != 1 || w.commits[0].LoadID != ids[maxReads-1] {
		t.Errorf("got commits %+v, want that of the last read, %d", w.commits, ids[maxReads-1])
	}
}

// commitSteps is how often the warehouse was asked to commit.
func (w *world) commitSteps() (n int) {
	for _, s := range w.steps {
		if s == "commit" {
			n++
		}
	}
	return n
}

func TestBatchIsCommittedAtItsBounds(t *testing.T) {
	t.Parallel()
	never := func(o *RunOptions) { o.BatchRows, o.BatchBytes, o.BatchAge = 1<<30, 1<<30, time.Hour }
	for name, test := range map[string]struct {
		change func(*RunOptions)
		want   int // of ten records with a page of 3 bytes each, 3 s one after the other
	}{
		"at none of them": {func(*RunOptions) {}, 1},
		"rows":            {func(o *RunOptions) { o.BatchRows = 4 }, 3},
		"bytes":           {func(o *RunOptions) { o.BatchBytes = 12 }, 3},
		// Counted from the commit before: at 12, 24 and 30 s.
		"age": {func(o *RunOptions) { o.BatchAge = 12 * time.Second }, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"} {
				w.add(w.header(id, 1, 5))
			}
			w.onFetch = func(string) { w.pass(3 * time.Second) }
			r, err := w.run(t, func(o *RunOptions) { o.Concurrency = 1; never(o); test.change(o) })
			if err != nil || r.Loaded != 10 {
				t.Fatalf("got %v and %d loaded, want 10", err, r.Loaded)
			}
			if got := w.commitSteps(); got != test.want {
				t.Errorf("got %d commits, want %d: %v", got, test.want, w.steps)
			}
		})
	}
}

// The pages of a record that cannot be flattened fill no batch; they are held all the
// same, for the archive.
func TestPagesForTheArchiveAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("bad", 1, 5))
	w.fail["bad"], w.pages["bad"] = errMalformed, 100
	if _, err := w.run(t, func(o *RunOptions) { o.BatchBytes = 60 }); err != nil {
		t.Fatal(err)
	}
	if got, want := w.commitSteps(), 100*len("bad 0")/60; got < want {
		t.Errorf("got %d commits, want %d at least", got, want)
	}
	if len(w.archive) != 100 {
		t.Errorf("got %d pages in the archive, want 100", len(w.archive))
	}
}

func TestImportThatIsGivenUpAsTooOldIsNotComplete(t *testing.T) {
	t.Parallel()
	w := newWorld()
	all := slices.Concat(w.document("a", 1, 1), w.document("b", 1, 1))
	w.onStep = func(name string) {
		if name == "insert" {
			w.at = w.at.Add(4 * time.Hour)
		}
	}
	r, err := w.load(t, each(all, nil))
	want(t, r, err, figures{left: 2})
	if r.Outcome != RunPartial {
		t.Errorf("got outcome %q, want %q", r.Outcome, RunPartial)
	}
	if len(w.commits) != 0 || len(r.Troubled) != 2 {
		t.Errorf("got commits %+v, troubled %+v, want none and both", w.commits, r.Troubled)
	}
}

func TestLedgerThatCannotBeReadIsSaid(t *testing.T) {
	t.Parallel()
	for _, question := range []string{"last reconcile", "due"} {
		t.Run(question, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.add(w.header("a", 1, 5))
			broken := errors.New("broken")
			w.refuse[question] = broken
			r, err := w.run(t)
			if !errors.Is(err, broken) || r.Outcome != RunFailed {
				t.Errorf("got %v, outcome %q, want that of the ledger, %q", err, r.Outcome, RunFailed)
			}
			if len(w.live) != 0 {
				t.Errorf("got live %v, want nothing", w.live)
			}
		})
	}
	t.Run("due, at the end only", func(t *testing.T) {
		t.Parallel()
		w := newWorld()
		w.add(w.header("a", 1, 5))
		broken := errors.New("broken")
		w.onStep = func(name string) {
			if name == "record" {
				w.refuse["due"] = broken
			}
		}
		r, err := w.run(t)
		if !errors.Is(err, broken) || r.Outcome != RunFailed || r.Loaded != 1 {
			t.Errorf("got %v, outcome %q, %d loaded, want that of the ledger after one", err, r.Outcome, r.Loaded)
		}
	})
}
