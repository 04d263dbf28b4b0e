package status

import (
	"testing"
	"time"

	"callrecords/load/db"
	"callrecords/load/ledger"
	"callrecords/schema"
)

func TestPromiseIsOneSentence(t *testing.T) {
	t.Parallel()
	run := func(outcome string) []ledger.LastRun {
		return []ledger.LastRun{{Outcome: outcome, Finished: db.Time{Time: now.Add(-2 * time.Minute)}}}
	}
	due := func(left time.Duration) *Oldest { return &Oldest{RecordID: "r", ExpiresAt: now.Add(left)} }
	for name, c := range map[string]struct {
		parts []Part
		want  string
	}{
		"nothing yet": {nil, "Nothing has been exported yet"},
		"a tenant, nothing yet": {
			[]Part{{TenantID: "t"}}, "Nothing has been exported yet"},
		"nothing listed": {
			[]Part{{Runs: run("complete")}}, "Graph has listed no record yet; newest run 2m ago"},
		"all in": {
			[]Part{{Listed: 1204, In: 1204, Runs: run("complete")}},
			"All 1,204 records that Graph listed are in; newest run 2m ago"},
		"one in": {
			[]Part{{Listed: 1, In: 1, Runs: run("failed")}},
			"The one record that Graph listed is in; newest run 2m ago, failed"},
		"due": {
			[]Part{{Listed: 1204, In: 1201, Due: 3, Oldest: due(130 * time.Minute), Runs: run("partial")}},
			"3 of 1,204 records are due; the first expires in 2h 10m; newest run 2m ago, partial"},
		"due and expired": {
			[]Part{{Listed: 2, In: 1, Due: 1, Oldest: due(-time.Hour)}},
			"1 of 2 records is due; the first expired 1h ago; no run has ended yet"},
		"lost": {
			[]Part{{Listed: 10, In: 8, Lost: 2, Unread: 2, Runs: run("complete")}},
			"2 of 10 records are lost unread; newest run 2m ago"},
		"taken back": {
			[]Part{{Listed: 10, In: 9, Runs: run("complete")}},
			"1 of 10 records is neither in nor due; newest run 2m ago"},
		"two tenants": {
			[]Part{
				{Listed: 10, In: 9, Due: 1, Oldest: due(3 * time.Hour), Runs: run("complete")},
				{Listed: 10, In: 8, Due: 2, Oldest: due(2 * time.Hour)},
			},
			"3 of 20 records are due; the first expires in 2h; newest run 2m ago"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (Report{CheckedAt: now, Parts: c.parts}).Promise(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSumKnowsTheWorst(t *testing.T) {
	t.Parallel()
	kept := schema.Family{Retention: 2 * 24 * time.Hour}
	a, b := retained(now, kept), retained(now, schema.Family{Retention: 3 * 24 * time.Hour})
	a[2].In, b[3].In, b[0].Due = 5, 7, 1
	sum := Report{Parts: []Part{
		{SuccessAt: before(time.Hour), Days: a}, {SuccessAt: before(2 * time.Hour), Days: b},
	}}.Sum()
	if !sum.SuccessAt.Equal(now.Add(-2 * time.Hour)) {
		t.Errorf("last success: got %v, want the earlier one", sum.SuccessAt)
	}
	if len(sum.Days) != 4 || sum.Days[3].In != 12 || sum.Days[0].Due != 1 || !sum.Days[3].Start.Equal(now.Truncate(24*time.Hour)) {
		t.Errorf("days: got %+v, want four of them, added up", sum.Days)
	}
	never := Report{Parts: []Part{{SuccessAt: before(time.Hour)}, {}, {SuccessAt: before(time.Hour)}}}.Sum()
	if never.SuccessAt != nil {
		t.Errorf("last success: got %v, want never, as of one of the tenants", never.SuccessAt)
	}
}
