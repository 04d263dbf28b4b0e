package pipeline

import (
	"strings"
	"testing"

	"callrecords/schema"
)

// spoiledPile is a batch in which the second page of a record has a row that cannot be read.
type spoiledPile struct{ *pile }

func (p spoiledPile) Open(o schema.Owner) Reading {
	return &spoiledSheet{sheet: &sheet{pile: p.pile, owner: o}}
}

type spoiledSheet struct {
	*sheet
	pages int
}

func (s *spoiledSheet) Page(p schema.Page) error {
	s.pages++
	return s.sheet.Page(p)
}

func (s *spoiledSheet) Aside() (a schema.Aside) {
	if s.pages > 1 {
		a.Note(`page 1, /value/3: key "7": a number where text belongs`)
	}
	return a
}

func (s *spoiledSheet) Close() schema.Load {
	load := s.sheet.Close()
	load.Aside = s.Aside()
	return load
}

// The others of its record are in, and it is named: the run is not complete. Its page is kept, and
// those behind it, so that no part of them passes for all.
func TestRowThatCannotBeReadIsNamedAndTheOthersAreIn(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("good", 1, 5), w.header("spoiled", 1, 6))
	w.pages["spoiled"] = 3
	var outcomes []schema.Outcome
	r, err := w.run(t, func(o *RunOptions) {
		o.NewBatch = func() Batch { return spoiledPile{&pile{world: w}} }
		o.Observer.RecordFinished = func(o schema.Outcome) { outcomes = append(outcomes, o) }
	})
	if err != nil || r.Loaded != 2 || r.SetAside != 1 || r.Complete() || len(r.Troubled) != 1 {
		t.Fatalf("got %+v, %v, want both loaded and a row set aside", r, err)
	}
	if o := r.Troubled[0]; o.RecordID != "spoiled" || o.Kind != schema.OutcomeSetAside ||
		!strings.HasPrefix(o.Reason, "1 row set aside: page 1, /value/3: key") {
		t.Errorf("got %+v, want the row named", o)
	}
	for _, l := range w.commits {
		if part := l.RecordID == "spoiled"; part != (l.Part != "") {
			t.Errorf("%s: got part %q", l.RecordID, l.Part)
		}
	}
	var kept []uint32
	for _, p := range w.archive {
		kept = append(kept, p.Index)
		if p.RecordID != "spoiled" {
			t.Errorf("got a page of %s in the archive, want none", p.RecordID)
		}
	}
	if len(kept) != 2 || kept[0] != 1 || kept[1] != 2 {
		t.Errorf("got pages %v in the archive, want the second and the third", kept)
	}
	for _, o := range outcomes {
		if o.Kind != schema.OutcomeLoaded || (o.RecordID == "spoiled") != (o.Aside == 1) {
			t.Errorf("got outcome %+v", o)
		}
	}
}
