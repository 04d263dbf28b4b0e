package load_test

import (
	"fmt"
	"io"
	"testing"
	"time"
)

// A query takes a snapshot of each table that it reads, one after the other.
// With half a second between them (a setting of the engine's own tests), a load
// that is inserted and committed meanwhile must be seen whole or not at all.
func TestLoadCommittedWhileAQueryBeginsIsSeenWholeOrNotAtAll(t *testing.T) {
	for _, shared := range []int{0, 1} { // one snapshot a table and query, or several
		t.Run(fmt.Sprint("shared snapshots ", shared), func(t *testing.T) {
			f := setup(t)
			f.commit(f.rows("a", 1, noon, 2, 3))
			want := map[string]bool{"a\t5\t[1]\n": true}
			for v := uint64(2); v < 8; v++ {
				answer := make(chan string, 1)
				go func() { answer <- f.slow(shared) }()
				<-time.After(time.Duration(v-2) * 200 * time.Millisecond) // into each of the pauses
				f.commit(f.rows("a", v, noon, int(v), 10))
				want[fmt.Sprintf("a\t%d\t[%d]\n", v+10, v)] = true
				if got := <-answer; !want[got] {
					t.Errorf("version %d: seen %q", v, got)
				}
			}
		})
	}
}

// slow asks for the streams, with a pause before each snapshot.
func (f *fixture) slow(sharedSnapshot int) string {
	body, err := f.engine.Query(f.Context(), fmt.Sprintf("SELECT record_id, count(), groupUniqArray(version) FROM %s.streams GROUP BY record_id "+
		"SETTINGS merge_tree_storage_snapshot_sleep_ms = 500, enable_shared_storage_snapshot_in_query = %d", f.database, sharedSnapshot), "TSV")
	if err != nil {
		return err.Error()
	}
	text, err := io.ReadAll(body)
	return fmt.Sprint(string(text), errorText(err), errorText(body.Close()))
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
