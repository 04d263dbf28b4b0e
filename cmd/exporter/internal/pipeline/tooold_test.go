package pipeline

import (
	"testing"
	"time"

	"callrecords/schema"
)

// An insert that hangs for hours: a sweep elsewhere may take its rows for dead.
func TestLoadThatTookTooLongIsNotCommittedAndBeginsAnew(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("a", 1, 5), w.header("b", 1, 6))
	w.onStep = func(name string) {
		if name == "insert" {
			w.at = w.at.Add(4 * time.Hour)
		}
	}
	r, err := w.run(t)
	want(t, r, err, figures{listed: 4, due: 2, left: 2, reconcile: true})
	if len(w.live) != 0 {
		t.Errorf("got live %v, want nothing", w.live)
	}
	if r.Outcome != RunPartial {
		t.Errorf("got outcome %q, want %q", r.Outcome, RunPartial)
	}
	for _, o := range r.Troubled {
		t.Run(o.RecordID, func(t *testing.T) {
			if o.Kind != schema.OutcomeFailed || o.Reason != tooOld {
				t.Errorf("got %q: %s, want %q: %s", o.Kind, o.Reason, schema.OutcomeFailed, tooOld)
			}
		})
	}
	w.onStep = nil
	r, err = w.run(t)
	want(t, r, err, figures{listed: 4, due: 2, loaded: 2, complete: true, reconcile: true})
	if len(w.live) != 2 {
		t.Errorf("next run: got live %v, want both", w.live)
	}
}

func TestOnlyTheLoadThatIsTooOldIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld()
	b := &batch{}
	for i, id := range []string{"old", "young"} {
		load := schema.Load{RecordID: id, LoadID: w.NextLoadID(w.at.Add(time.Duration(i) * time.Hour))}
		b.loads = append(b.loads, load)
		b.outcomes = append(b.outcomes, schema.Outcome{
			RecordID: id, LoadID: load.LoadID, Kind: schema.OutcomeLoaded,
		})
	}
	b.giveUpOld(w, w.at.Add(3*time.Hour+time.Minute))
	if len(b.loads) != 1 || b.loads[0].RecordID != "young" {
		t.Errorf("got loads %+v, want the young one", b.loads)
	}
	if b.outcomes[0].Kind != schema.OutcomeFailed || b.outcomes[1].Kind != schema.OutcomeLoaded {
		t.Errorf("got outcomes %+v, want the old one failed and the young one loaded", b.outcomes)
	}
}
