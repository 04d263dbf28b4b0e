package load_test

import (
	"context"
	"errors"
	"testing"

	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/schema"
)

// short is an engine that says it wrote one row less than it was given.
type short struct{ engine.Engine }

func (e short) Insert(ctx context.Context, b engine.Block) (int64, error) {
	n, err := e.Engine.Insert(ctx, b)
	return n - 1, err
}

func TestAShortWriteIsAnError(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		l := f.rows("a", 1, noon, 2)
		f.Warehouse = f.over(short{f.node}, load.Options{})
		t.Run("of rows", func(t *testing.T) {
			batch := f.on(t).batch([]schema.Load{f.begin("b", 1, noon)}, 2)
			if err := f.Commits.Insert(t.Context(), batch); !errors.Is(err, engine.ErrRowCount) {
				t.Errorf("got %v, want %v", err, engine.ErrRowCount)
			}
		})
		t.Run("of commits", func(t *testing.T) {
			_, err := f.Commits.Commit(t.Context(), "run", f.now, []schema.Load{l})
			if !errors.Is(err, engine.ErrRowCount) {
				t.Errorf("got %v, want %v", err, engine.ErrRowCount)
			}
		})
	})
}
