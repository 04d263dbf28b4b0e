package pipeline

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/schema"
)

// gate is a warehouse in which a step waits until it is let through.
type gate struct {
	*world
	insert, store func(ctx context.Context) error // nil lets all through
}

func (g *gate) Insert(ctx context.Context, rows []schema.Rows) error {
	if g.insert != nil {
		if err := g.insert(ctx); err != nil {
			return err
		}
	}
	return g.world.Insert(ctx, rows)
}

func (g *gate) StorePages(ctx context.Context, now time.Time, pages []schema.RawPage) error {
	if g.store != nil {
		if err := g.store(ctx); err != nil {
			return err
		}
	}
	return g.world.StorePages(ctx, now, pages)
}

// loads loads records of a page each through the gate, in batches of so many of them.
func (g *gate) loads(ctx context.Context, t *testing.T, rows int, ids ...string) (Report, error) {
	t.Helper()
	var all []Document
	for _, id := range ids {
		all = append(all, g.document(id, 1, 1)...)
	}
	o := LoadOptions{Options: g.options("import")}
	o.Loader, o.Archive, o.RawPages, o.BatchRows, o.BatchAge = g, g, true, rows, time.Hour
	o.PageBytes = 2
	return Load(ctx, o, each(all, nil))
}

func TestNextBatchIsFlattenedWhileOneIsWritten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := &gate{world: newWorld()}
		opened := 0
		g.insert = func(context.Context) error {
			if opened == 0 {
				synctest.Wait() // until nobody can go on without this insert
				opened = len(g.owners)
			}
			return nil
		}
		r, err := g.loads(t.Context(), t, 2, "a", "b", "c", "d", "e", "f", "g")
		if err != nil || r.Loaded != 7 {
			t.Fatalf("got %v and %d loaded, want 7", err, r.Loaded)
		}
		// The batch that is written, and one more: memory holds two.
		if opened != 4 {
			t.Errorf("got %d records flattened while the first batch was written, want 4", opened)
		}
	})
}

func TestBatchThatIsWrittenWhenTheRunIsToldToStopIsCommitted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		takes time.Duration
		live  bool
	}{
		"soon enough": {grace / 2, true},
		"too late":    {2 * grace, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g := &gate{world: newWorld()}
				asked := errors.New("asked to stop")
				ctx, stop := context.WithCancelCause(t.Context())
				g.insert = func(ctx context.Context) error {
					stop(asked)
					select {
					case <-time.After(c.takes):
						g.insert = nil
						return nil
					case <-ctx.Done():
						return ctx.Err()
					}
				}
				r, err := g.loads(ctx, t, 2, "a", "b", "c", "d", "e", "f", "g", "h", "i")
				if !errors.Is(err, asked) {
					t.Errorf("got %v, want %v", err, asked)
				}
				// The first batch: b's page is in it, and b is whole only behind it.
				if live := g.live["a"] == 1; live != c.live {
					t.Errorf("got live %v, want a of the batch that was written: %v", g.live, c.live)
				}
				if int(r.Loaded) != len(g.live) {
					t.Errorf("got %d loaded, want those that are live: %v", r.Loaded, g.live)
				}
			})
		})
	}
}

func TestNothingIsCommittedBeforeItsPagesAreInTheArchive(t *testing.T) {
	t.Parallel()
	t.Run("that go before it", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			g := &gate{world: newWorld()}
			g.store = func(context.Context) error {
				g.store = nil
				synctest.Wait() // as far as all else comes
				if slices.Contains(g.steps, "commit") {
					t.Error("got a commit before the pages were in")
				}
				return nil
			}
			if r, err := g.loads(t.Context(), t, 3, "a", "b", "c"); err != nil || r.Loaded != 3 {
				t.Errorf("got %v and %d loaded, want 3", err, r.Loaded)
			}
			if len(g.archive) != 3 {
				t.Errorf("got %d pages, want 3", len(g.archive))
			}
		})
	})
	t.Run("when they cannot be stored", func(t *testing.T) {
		t.Parallel()
		g := &gate{world: newWorld()}
		broken := errors.New("broken")
		g.store = func(context.Context) error { return broken }
		r, err := g.loads(t.Context(), t, 3, "a", "b", "c", "d", "e", "f", "g")
		if !errors.Is(err, broken) || r.Loaded > 0 || len(g.commits) > 0 {
			t.Errorf("got %v, %d loaded, commits %v, want that of the archive and none", err, r.Loaded, g.commits)
		}
	})
}
