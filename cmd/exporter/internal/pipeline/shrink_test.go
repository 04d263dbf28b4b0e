package pipeline

import (
	"testing"

	"callrecords/schema"
)

// shrunk loads two documents, of which the live load of "full" has more rows, and
// returns what became of that record.
func shrunk(t *testing.T, w *world, part string, change func(*LoadOptions)) (schema.Outcome, Report) {
	t.Helper()
	w.full = map[string]bool{"full": true}
	documents := append(w.document("full", 1, 1), w.document("other", 1, 1)...)
	documents[0].Part = part
	outcomes := map[string]schema.Outcome{}
	r, err := w.load(t, each(documents, nil), change, func(o *LoadOptions) {
		o.Observer.RecordFinished = func(o schema.Outcome) { outcomes[o.RecordID] = o }
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := outcomes["other"].Kind; got != schema.OutcomeLoaded {
		t.Errorf("the rest of the batch: got %q, want it loaded", got)
	}
	return outcomes["full"], r
}

func TestDocumentWithFewerRowsIsRefusedUnlessThatWasDecided(t *testing.T) {
	t.Parallel()
	decided := func(o *LoadOptions) { o.Incomplete = true }
	archived := func(o *LoadOptions) { o.FromArchive = true }
	for name, c := range map[string]struct {
		part   string
		change func(*LoadOptions)
		want   schema.OutcomeKind
	}{
		"of an import":                 {"", func(*LoadOptions) {}, schema.OutcomeRefused},
		"the user has said so":         {"", decided, schema.OutcomeLoaded},
		"what Graph has sent":          {"", archived, schema.OutcomeLoaded},
		"a part out of the archive":    {"no x", archived, schema.OutcomeRefused},
		"a part that the user decided": {"no x", decided, schema.OutcomeLoaded},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, r := shrunk(t, newWorld(), c.part, c.change)
			if o.Kind != c.want {
				t.Errorf("got %q, want %q", o.Kind, c.want)
			}
			if got, want := r.Complete(), c.want == schema.OutcomeLoaded; got != want {
				t.Errorf("got complete %t, want %t", got, want)
			}
		})
	}
}

func TestRefusedDocumentIsNamedWithWhatToDo(t *testing.T) {
	t.Parallel()
	o, r := shrunk(t, newWorld(), "", func(*LoadOptions) {})
	if want := "fewer rows; import --incomplete loads it all the same"; o.Reason != want {
		t.Errorf("got reason %q, want %q", o.Reason, want)
	}
	if r.Outcome != RunPartial || r.Refused != 1 || r.Loaded != 1 {
		t.Errorf("got %q, %d refused, %d loaded; want %q, 1, 1", r.Outcome, r.Refused, r.Loaded, RunPartial)
	}
	if len(r.Troubled) != 1 || r.Troubled[0].RecordID != "full" {
		t.Errorf("got troubled %+v, want the record", r.Troubled)
	}
}

// What a run has fetched is whole, and takes the place of what has more rows.
func TestRunMayTakeRowsAway(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("full", 1, 5))
	w.full = map[string]bool{"full": true}
	r, err := w.run(t)
	want(t, r, err, figures{listed: 2, due: 1, loaded: 1, complete: true, reconcile: true})
}

// One record twice in a batch: only the load that was refused is left out.
func TestOnlyTheRefusedLoadOfARecordIsTakenOut(t *testing.T) {
	t.Parallel()
	b := &batch{}
	for id := range uint64(2) {
		b.loads = append(b.loads, schema.Load{RecordID: "a", LoadID: id})
		b.outcomes = append(b.outcomes, schema.Outcome{RecordID: "a", LoadID: id, Kind: schema.OutcomeLoaded})
	}
	b.takeOut([]schema.Refusal{{Owner: schema.Owner{RecordID: "a", LoadID: 1}}}, "")
	if len(b.loads) != 1 || b.loads[0].LoadID != 0 {
		t.Errorf("got loads %+v, want the first", b.loads)
	}
	if b.outcomes[0].Kind != schema.OutcomeLoaded || b.outcomes[1].Kind != schema.OutcomeRefused {
		t.Errorf("got outcomes %+v, want the second refused", b.outcomes)
	}
}
