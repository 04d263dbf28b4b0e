package load_test

import (
	"testing"
	"time"

	"callrecords/schema"
)

// The hash of a row is a contract with every row that is stored: a change here
// makes all of them look edited.
func TestHashOfARunStaysWhatItIs(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), schema.Run{
			ID: "r", TenantID: tenant, Command: "run", Reconcile: true,
			Window:  schema.Window{From: noon.Add(-time.Hour), To: noon},
			Started: noon, Finished: noon.Add(90 * time.Millisecond),
			Outcome: "failed", Error: "a \"quoted\"\nbad byte \xff",
			Listed: 1, Due: 2, Fetched: 3, Loaded: 4, SetAside: 5, Lost: 6, Left: 7,
			Rows: 8, Requests: 9, Throttled: 10, Bytes: 1 << 60,
			OldestDueID: "ü", OldestDueExpires: noon.Add(time.Hour),
		}))
		f.want("SELECT row_hash FROM %s_store.runs WHERE prev_hash = ''",
			"31a2cc936db765e86ab98a57c2e9f1437b0258e7f36888f1d6f693ab3be03529")
		f.wantFound()
	})
}
