package pipeline

import (
	"testing"

	"callrecords/schema"
)

// What was loaded in part reaches the ledger as such, which wants the whole.
func TestLoadInPartIsToldToTheLedger(t *testing.T) {
	t.Parallel()
	w := newWorld()
	documents := append(w.document("whole", 1, 1), w.document("part", 1, 2)...)
	documents[1].Part = "it has no sessions"
	parts := map[string]string{}
	_, err := w.load(t, each(documents, nil), func(o *LoadOptions) {
		o.Observer.RecordFinished = func(o schema.Outcome) { parts[o.RecordID] = string(o.Kind) + " " + o.Part }
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"whole": "loaded ", "part": "loaded it has no sessions"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			if got := parts[id]; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
