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
	if err != nil || r.Loaded != 0 || r.Left != 2 || len(w.live) != 0 || r.Outcome != "incomplete" {
		t.Errorf("%+v, %v, live %v", r.Run, err, w.live)
	}
	for _, o := range r.Troubled {
		if o.Kind != schema.OutcomeFailed || o.Reason != tooOld {
			t.Errorf("outcome %+v", o)
		}
	}
	w.onStep = nil
	r, err = w.run(t)
	if err != nil || r.Loaded != 2 || r.Left != 0 || len(w.live) != 2 {
		t.Errorf("next run: %+v, %v, live %v", r.Run, err, w.live)
	}
}

func TestOnlyTheLoadThatIsTooOldIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld()
	l := &batchLoader{run: &run{Options: Options{Loader: w}}}
	for i, id := range []string{"old", "young"} {
		load := schema.Load{RecordID: id, LoadID: w.NextLoadID(w.at.Add(time.Duration(i) * time.Hour))}
		l.loads = append(l.loads, load)
		l.outcomes = append(l.outcomes, schema.Outcome{RecordID: id, Kind: schema.OutcomeLoaded})
	}
	l.giveUpOld(w.at.Add(3*time.Hour + time.Minute))
	if len(l.loads) != 1 || l.loads[0].RecordID != "young" || l.outcomes[0].Kind != schema.OutcomeFailed || l.outcomes[1].Kind != schema.OutcomeLoaded {
		t.Errorf("loads %+v, outcomes %+v", l.loads, l.outcomes)
	}
}
