package load_test

import (
	"testing"
	"time"

	"callrecords/schema"
)

// The hash of a row is a contract with every row that is stored: a change here
// makes all of them look edited.
func TestHashOfARunStaysWhatItIs(t *testing.T) {
	f := setup(t)
	f.must(f.RecordRun(t.Context(), schema.Run{ID: "r", TenantID: tenant, Command: "run", Reconcile: true,
		Window: schema.Window{From: noon.Add(-time.Hour), To: noon}, Started: noon, Finished: noon.Add(90 * time.Millisecond),
		Outcome: "failed", Error: "a \"quoted\"\nbad byte \xff", Listed: 1, Due: 2, Fetched: 3, Loaded: 4, SetAside: 5, Lost: 6, Left: 7,
		Rows: 8, Requests: 9, Throttled: 10, Bytes: 1 << 60, OldestDueID: "ü", OldestDueExpires: noon.Add(time.Hour)}))
	f.want("SELECT row_hash FROM %s.runs WHERE prev_hash = ''", "71cad821f2d6c395630c5a861e5c0cc21327d2df4d8bd73493ae70c38100ad69")
	f.wantFound()
}
