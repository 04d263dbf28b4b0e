package pipeline

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/pipeline/listing"
	"callrecords/schema"
)

func TestListOfThousandsIsNotedInPortionsAndLoadedWhole(t *testing.T) {
	t.Parallel()
	w := newWorld()
	const records = 2500
	for i := range records {
		w.add(w.header(fmt.Sprintf("r%04d", i), 1, 1+i/5))
	}
	r, err := w.run(t)
	all := figures{listed: 2 * records, due: records, loaded: records, complete: true, reconcile: true}
	want(t, r, err, all)
	if r.Fresh != records {
		t.Errorf("got %d fresh, want %d", r.Fresh, records)
	}
	for _, call := range w.listed {
		if len(call) > listing.NoteSize+1 {
			t.Errorf("got %d headers noted at once, want %d", len(call), listing.NoteSize)
		}
	}
}

func TestListThatTheLedgerRefusesAPortionOfIsNoReconcile(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, c := range map[string]struct{ records, portion int }{
		"the only one": {10, 1}, "the first": {2500, 1}, "one in the middle": {2500, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			for i := range c.records {
				w.add(w.header(fmt.Sprintf("r%04d", i), 1, 1+i/5))
			}
			w.onNote = func(nth int) error {
				if nth == c.portion {
					return broken
				}
				return nil
			}
			r, err := w.run(t)
			if !errors.Is(err, broken) {
				t.Errorf("got %v, want %v", err, broken)
			}
			if r.Outcome != RunFailed || r.Reconcile {
				t.Errorf("got outcome %q, reconcile %v; want %q, false", r.Outcome, r.Reconcile, RunFailed)
			}
		})
	}
}

func TestBackfillOfWhatIsForgottenInPartSaysSo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		back time.Duration // of its beginning
		says string
	}{
		"all is kept":        {29 * 24 * time.Hour, ""},
		"to the last minute": {schema.CallRecords.Retention + time.Minute, ""},
		"a part is forgotten": {40 * 24 * time.Hour,
			"10.0 of the window's 40.0 days are gone, [2026-02-08T12:00:00Z, 2026-02-18T12:00:00Z): " +
				"Graph keeps 30 days, and has what started from 2026-02-18T12:00:00Z on"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.add(w.header("a", 1, 5))
			r, err := w.run(t, func(o *RunOptions) {
				o.Window = schema.Window{From: w.at.Add(-test.back), To: w.at}
			})
			if err != nil || r.Loaded != 1 {
				t.Errorf("got %v and %d loaded, want what is left", err, r.Loaded)
			}
			got := strings.Join(r.Unlisted, "")
			if !strings.Contains(got, test.says) || (got == "") != (test.says == "") {
				t.Errorf("got %q, want %q", got, test.says)
			}
			if want := map[bool]string{true: RunComplete, false: RunPartial}[test.says == ""]; r.Outcome != want {
				t.Errorf("got outcome %q, want %q", r.Outcome, want)
			}
		})
	}
}

func TestListSaysHowFarItIs(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 1), w.header("b", 1, 2), w.header("c", 1, 24*9))
	var last listing.Progress
	_, err := w.run(t, func(o *RunOptions) { o.Observer.Listed = func(l listing.Progress) { last = l } })
	// Each page of this source comes twice.
	if want := (listing.Progress{Headers: 6, Days: 2, OfDays: 30, Ended: true}); err != nil || last != want {
		t.Errorf("got %+v, %v, want %+v", last, err, want)
	}
}
