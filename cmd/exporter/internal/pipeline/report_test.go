package pipeline

import (
	"errors"
	"testing"
	"time"

	"callrecords/schema"
)

func TestNothingNewIsSaidOnlyWhenAllWasSeenAndIsIn(t *testing.T) {
	t.Parallel()
	busy := &schema.SourceError{Fault: schema.FaultBusy, Err: errors.New("busy")}
	for name, test := range map[string]struct {
		change func(*world)
		want   bool
	}{
		"all is in":           {func(*world) {}, true},
		"the list failed":     {func(w *world) { w.onList = func(schema.Window) error { return busy } }, false},
		"a row was refused":   {func(w *world) { w.refused = busy }, false},
		"a new version":       {func(w *world) { w.add(w.header("a", 2, 5)) }, false},
		"a record that fails": {func(w *world) { w.add(w.header("b", 1, 5)); w.fail["b"] = busy }, false},
		"a span was not listed": {func(w *world) {
			w.onList = func(win schema.Window) error {
				if win.Contains(w.at.Add(-time.Hour)) {
					return busy
				}
				return nil
			}
		}, false},
		"the warehouse fails": {func(w *world) { w.refuse["due"] = busy }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.add(w.header("a", 1, 5))
			if r, err := w.run(t); err != nil || r.NothingNew() {
				t.Fatalf("first run: got %v, nothing new %v, want what is new", err, r.NothingNew())
			}
			test.change(w)
			if r, err := w.run(t); r.NothingNew() != test.want {
				t.Errorf("got %v (%v, outcome %q), want %v", r.NothingNew(), err, r.Outcome, test.want)
			}
		})
	}
}
