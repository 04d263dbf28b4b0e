package pipeline

import (
	"errors"
	"fmt"
	"testing"

	"callrecords/schema"
)

func TestRecordThatIsDeniedIsItsOwnOutcome(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		denied  func(i int) bool // of 60 records
		tenant  bool             // the error names no record
		loaded  uint64
		left    uint64
		stopped bool
	}{
		"one of many":     {func(i int) bool { return i == 7 }, false, 59, 1, false},
		"every other one": {func(i int) bool { return i%2 == 0 }, false, 30, 30, false},
		"one less than too many": {func(i int) bool { return i < maxDenied-1 }, false,
			60 - maxDenied + 1, maxDenied - 1, false},
		"all":                    {func(int) bool { return true }, false, 0, 60, true},
		"too many in the middle": {func(i int) bool { return i >= 10 && i < 10+maxDenied }, false, 10, 50, true},
		"the tenant":             {func(i int) bool { return i == 7 }, true, 7, 53, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			for i := range 60 {
				id := fmt.Sprintf("r%02d", i)
				w.add(w.header(id, 1, 100-i))
				if test.denied(i) {
					e := &schema.SourceError{Fault: schema.FaultDenied, Status: 403, RecordID: id}
					if test.tenant {
						e.RecordID = ""
					}
					w.fail[id] = e
				}
			}
			r, err := w.run(t, func(o *RunOptions) { o.Concurrency = 1 })
			if got := schema.FaultOf(err) == schema.FaultDenied; got != test.stopped {
				t.Errorf("stopped: got %v (%v), want %v", got, err, test.stopped)
			}
			if r.Loaded != test.loaded || r.Left != test.left {
				t.Errorf("got %d loaded, %d left, want %d and %d", r.Loaded, r.Left, test.loaded, test.left)
			}
			for _, o := range r.Troubled {
				if o.Kind != schema.OutcomeFailed || o.Reason == "" {
					t.Errorf("record %s: got %q: %q, want failed with a reason", o.RecordID, o.Kind, o.Reason)
				}
			}
		})
	}
}

func TestDeniedRecordsAreCountedInARow(t *testing.T) {
	t.Parallel()
	l := &batchLoader{}
	denied := &schema.SourceError{Fault: schema.FaultDenied, RecordID: "a"}
	for range 5 {
		for range maxDenied - 1 {
			if l.tenantDenied(denied) {
				t.Fatal("stopped, want the count to begin anew after an answer")
			}
		}
		notFound := &schema.SourceError{Fault: schema.FaultNotFound}
		for _, answer := range []error{nil, errors.New("other"), notFound} {
			if l.tenantDenied(answer) {
				t.Errorf("%v: got that the tenant is denied", answer)
			}
		}
	}
}
