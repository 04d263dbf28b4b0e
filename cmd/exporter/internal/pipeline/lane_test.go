package pipeline

import (
	"testing"
	"testing/synctest"

	"callrecords/cmd/exporter/internal/pipeline/lane"
)

// All large records are held until the small one, which is the last in the order of
// expiry, has been read. In one lane they would wait for each other.
func TestLargeRecordsLeaveTheNormalLane(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		for _, id := range []string{"l1", "l2", "l3", "l4", "l5", "l6"} {
			w.add(w.header(id, 1, 600))
			w.pages[id] = 50
		}
		w.add(w.header("small", 1, 1))
		read := make(chan struct{})
		w.onPage = func(id string, page int) {
			if id == "small" {
				close(read)
			} else if page == lane.LargePages {
				<-read
			}
		}
		r, err := w.run(t, func(o *RunOptions) { o.Concurrency, o.BatchRows = 1, 20 })
		want(t, r, err, figures{listed: 14, due: 7, loaded: 7, complete: true, reconcile: true})
	})
}
