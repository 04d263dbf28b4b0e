package pipeline

import (
	"testing"

	"callrecords/schema"
)

// ownersPile is a batch that notes the owners of its records.
type ownersPile struct {
	*pile
	owners *[]schema.Owner
}

func (p ownersPile) Open(o schema.Owner) Reading {
	*p.owners = append(*p.owners, o)
	return p.pile.Open(o)
}

func TestPartsAreTakenWhereThatWasDecided(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*LoadOptions)
		want   bool
	}{
		"not decided":      {func(*LoadOptions) {}, false},
		"by the user":      {func(o *LoadOptions) { o.Incomplete = true }, true},
		"when it was kept": {func(o *LoadOptions) { o.FromArchive = true }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			var owners []schema.Owner
			_, err := w.load(t, each(w.document("a", 1, 1), nil), c.change, func(o *LoadOptions) {
				o.NewBatch = func() Batch { return ownersPile{&pile{world: w}, &owners} }
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(owners) != 1 {
				t.Fatalf("got %d records, want 1", len(owners))
			}
			if got := owners[0].Incomplete; got != c.want {
				t.Errorf("got %t, want %t", got, c.want)
			}
		})
	}
}
