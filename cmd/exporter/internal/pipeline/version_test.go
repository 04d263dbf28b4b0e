package pipeline

import (
	"context"
	"iter"
	"testing"
	"time"

	"callrecords/schema"
)

// stamping is a source whose pages say which version they are of.
type stamping struct {
	*world
	version uint64
}

// Fetch is the world's, with the version on the first page.
func (s stamping) Fetch(ctx context.Context, h schema.Header) iter.Seq2[schema.Page, error] {
	return func(yield func(schema.Page, error) bool) {
		first := true
		for p, err := range s.world.Fetch(ctx, h) {
			if first {
				p.Version = s.version
			}
			if first = false; !yield(p, err) {
				return
			}
		}
	}
}

func TestVersionThatPagesSayIsThatOfTheirRows(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ said, want uint64 }{"a newer one": {9, 9}, "none": {0, 5}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.add(w.header("a", 5, 3))
			w.pages["a"] = 3
			_, err := w.run(t, func(o *RunOptions) { o.Source, o.RawPages = stamping{w, c.said}, true })
			if err != nil || len(w.owners) != 1 || w.owners[0].Version != c.want {
				t.Errorf("got %+v and %v, want one record of version %d", w.owners, err, c.want)
			}
			for _, p := range w.archive {
				if p.Version != c.want {
					t.Errorf("archive: got version %d, want %d", p.Version, c.want)
				}
			}
		})
	}
}

func TestReconcileListsTheHistoryThatIsAskedFor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ history, want time.Duration }{
		"some": {10 * day, 10 * day}, "all": {0, schema.CallRecords.Retention},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			r, err := w.run(t, func(o *RunOptions) { o.History = c.history })
			if got := w.at.Sub(r.Window.From); err != nil || !r.Reconcile || got != c.want {
				t.Errorf("got a window of %s and %v, want %s", got, err, c.want)
			}
		})
	}
}
