package pipeline

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"callrecords/schema"
)

// events is an observer that writes down what it is told.
func events(all *[]string) Observer {
	tell := func(format string, args ...any) { *all = append(*all, fmt.Sprintf(format, args...)) }
	return Observer{
		RunStarted:     func(r schema.Run) { tell("started %s", r.Command) },
		RunFinished:    func(r Report, err error) { tell("finished %s, %d loaded, %v", r.Outcome, r.Loaded, err) },
		Progress:       func(done, total int) { tell("%d of %d", done, total) },
		RecordFinished: func(o schema.Outcome) { tell("%s %s", o.RecordID, o.Kind) },
		BatchCommitted: func(b CommittedBatch) {
			tell("%s: %d records, %d rows in %s", b.TenantID, b.Records, b.Rows, b.Duration)
			if b.Tables.Total() != b.Rows {
				tell("tables: %v", b.Tables)
			}
		},
	}
}

func TestObserverIsToldOfARunInTheOrderOfItsEvents(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	tests := map[string]struct {
		refuse string // step that fails
		want   []string
	}{
		"partial": {"", []string{
			"started test", "1 of 3", "2 of 3", "3 of 3", "tenant: 2 records, 2 rows in 1s",
			"a loaded", "bad set aside", "c loaded", "finished partial, 2 loaded, <nil>",
		}},
		"commit fails": {"commit", []string{
			"started test", "1 of 3", "2 of 3", "3 of 3", "finished failed, 0 loaded, broken",
		}},
		"ledger fails": {"record", []string{
			"started test", "1 of 3", "2 of 3", "3 of 3", "tenant: 2 records, 2 rows in 1s",
			"finished failed, 0 loaded, 2 records are committed but the ledger is not told, they stay due: broken",
		}},
		"ledger cannot be read": {"due", []string{
			"started test", "finished failed, 0 loaded, broken\nbroken",
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.add(w.header("a", 1, 9), w.header("bad", 1, 8), w.header("c", 1, 7))
			w.fail["bad"] = errMalformed
			w.refuse[test.refuse] = broken
			w.onStep = func(name string) {
				if name == "insert" {
					w.at = w.at.Add(time.Second)
				}
			}
			var got []string
			_, _ = w.run(t, func(o *RunOptions) { o.Concurrency, o.Observer = 1, events(&got) })
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%q, want\n%q", got, test.want)
			}
		})
	}
}

func TestObserverIsToldOfDocuments(t *testing.T) {
	t.Parallel()
	w := newWorld()
	var got []string
	_, err := w.load(t, each(slices.Concat(w.document("a", 1, 2), w.document("b", 1, 1)), nil),
		func(o *LoadOptions) { o.Observer, o.Expected = events(&got), 2 })
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"started import", "1 of 2", "2 of 2", "tenant: 2 records, 2 rows in 0s",
		"a loaded", "b loaded", "finished complete, 2 loaded, <nil>"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q, want\n%q", got, want)
	}
}
