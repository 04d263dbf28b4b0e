package pipeline

import (
	"context"
	"strings"
	"testing"
	"time"

	"callrecords/schema"
)

// newHeaders is the ledger's.
func (w *world) newHeaders(_ context.Context, _ string, headers []schema.Header) (fresh []schema.Header, err error) {
	for _, h := range headers {
		if e := w.ledger[h.ID]; e == nil || e.header.Version < h.Version || e.lost {
			fresh = append(fresh, h)
		}
	}
	return fresh, nil
}

// plan plans what run would do.
func (w *world) plan(t *testing.T, change ...func(*RunOptions)) Planned {
	t.Helper()
	o := PlanOptions{RunOptions: w.runOptions(), NewHeaders: w.newHeaders}
	for _, c := range change {
		c(&o.RunOptions)
	}
	p, err := Plan(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPlanSaysWhatTheRunWouldFetchAndWritesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(w.header("loaded", 1, 5), w.header("grown", 1, 6), w.header("due", 1, 7), w.header("elsewhere", 1, 60))
	w.fail["due"], w.fail["elsewhere"] = errMalformed, errMalformed
	if _, err := w.run(t); err != nil {
		t.Fatal(err)
	}
	clear(w.fail)
	w.add(w.header("grown", 2, 6), w.header("due", 2, 7), w.header("unseen", 1, 8))
	noted, steps, runs := len(w.listed), len(w.steps), len(w.runs)
	for name, c := range map[string]struct {
		change         []func(*RunOptions)
		due, elsewhere uint64
	}{
		"a window":                 {[]func(*RunOptions){w.backfill(48, 0)}, 3, 1},
		"a window without the new": {[]func(*RunOptions){w.backfill(7, 0)}, 2, 1},
		"all":                      {nil, 4, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := w.plan(t, c.change...)
			if p.Due != c.due || p.Elsewhere != c.elsewhere {
				t.Errorf("got %d due and %d elsewhere, want %d and %d", p.Due, p.Elsewhere, c.due, c.elsewhere)
			}
		})
	}
	t.Run("shards", func(t *testing.T) {
		sum := uint64(0)
		for number := range 3 {
			sum += w.plan(t, func(o *RunOptions) { o.Shard = schema.Shard{Number: number + 1, Of: 3} }).Due
		}
		if sum != 4 {
			t.Errorf("got %d due over all shards, want 4", sum)
		}
	})
	if len(w.listed) != noted || len(w.steps) != steps || len(w.runs) != runs {
		t.Errorf("got %d notes, %d steps and %d runs written, want none",
			len(w.listed)-noted, len(w.steps)-steps, len(w.runs)-runs)
	}
	if r, err := w.run(t, w.backfill(48, 0)); err != nil || r.Due != 3 || r.Loaded != 3 {
		t.Errorf("got %d due and %d loaded by the run, %v; want the 3 of the plan", r.Due, r.Loaded, err)
	}
}

func TestPlanNamesWhatIsGone(t *testing.T) {
	t.Parallel()
	w := newWorld()
	p := w.plan(t, func(o *RunOptions) {
		o.Window = schema.Window{From: w.at.Add(-40 * 24 * time.Hour), To: w.at}
	})
	if got := strings.Join(p.Unlisted, ""); !strings.Contains(got, "10.0 of the window's 40.0 days are gone") {
		t.Errorf("got %q, want what is gone", got)
	}
}
