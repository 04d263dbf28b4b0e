package pipeline

import (
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/schema"
)

// Nobody has listed the tenant for longer than Graph keeps what there was.
func TestWhatGraphHasForgottenBeforeItWasListedIsNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		family schema.Family
		off    time.Duration
		said   bool
		lost   []string
	}{
		"records":                   {schema.CallRecords, 31 * 24 * time.Hour, true, nil},
		"records, just in time":     {schema.CallRecords, 30 * 24 * time.Hour, false, nil},
		"days":                      {schema.PstnCalls, 93 * 24 * time.Hour, true, []string{"pstn_calls/2026-03-22", "pstn_calls/2026-03-23"}},
		"days that are still there": {schema.PstnCalls, 89 * 24 * time.Hour, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			options := func(o *RunOptions) { o.Family = c.family }
			if r, err := w.run(t, options); err != nil || !r.Complete() || !r.Reconcile {
				t.Fatalf("first run: got %+v, %v, want a complete reconcile", r, err)
			}
			w.ledger["pstn_calls/2026-03-21"] = &entry{loaded: 5} // it was in before
			w.pass(c.off)
			var lost []string
			r, err := w.run(t, options, func(o *RunOptions) {
				o.Observer.RecordFinished = func(o schema.Outcome) { lost = append(lost, string(o.Kind)+" "+o.RecordID) }
			})
			said := len(r.Unlisted) == 1 && strings.Contains(r.Unlisted[0], "lost unread")
			if err != nil || said != c.said || r.Complete() == c.said || int(r.Lost) != len(c.lost) {
				t.Errorf("got %+v, %v, want said %v and %d lost", r, err, c.said, len(c.lost))
			}
			for i, id := range c.lost {
				if !slices.Contains(lost, "lost "+id) || r.Troubled[i].RecordID != id || !w.ledger[id].lost {
					t.Errorf("got %q, want %s lost", lost, id)
				}
			}
			if r, err := w.run(t, options); err != nil || !r.Complete() {
				t.Errorf("the run after it: got %+v, %v, want a complete one", r, err)
			}
		})
	}
}
