package load_test

import (
	"reflect"
	"testing"
	"time"

	"callrecords/schema"
)

func TestExplainTellsEveryAttempt(t *testing.T) {
	f := setup(t)
	f.whole(3, "a", "b")
	f.rows("a", 4, noon, 1) // died on the way
	f.note(header("a", 5, f.now.Add(-20*time.Hour)))
	aside := schema.Owner{Family: schema.CallRecords.Name, TenantID: tenant, RecordID: "a", Version: 5, LoadID: f.Commits.NextLoadID(f.now)}
	f.keep(1, schema.Load{Family: schema.CallRecords.Name, TenantID: tenant, RecordID: "a", Version: 5, LoadID: aside.LoadID})
	f.must(f.Commits.SetAside(t.Context(), "run2", f.now, []schema.Refusal{{Owner: aside, Reason: "no id"}}))
	f.settle(schema.OutcomeSetAside, "a", 5)

	all, err := f.Verify.Explain(t.Context(), "a")
	f.must(err)
	if len(all) != 1 {
		t.Fatalf("%d tenants", len(all))
	}
	e := all[0]
	if e.Listed != 5 || e.Live != 3 || e.Loaded != 3 || !e.Due || e.Lost || e.Pages != 3 || e.Attempts != 2 ||
		e.Incident != "set aside: why" || !e.LastListed.After(e.FirstListed.Time) {
		t.Errorf("got %+v", e)
	}
	if len(e.Loads) != 3 {
		t.Fatalf("loads %+v", e.Loads)
	}
	live, died, set := e.Loads[0], e.Loads[1], e.Loads[2]
	if !live.Live || !reflect.DeepEqual(live.Outcomes, []string{"committed"}) || !reflect.DeepEqual(live.Found, live.Declared) || live.Found["streams"] != 3 || live.Pages != 2 {
		t.Errorf("live load %+v", live)
	}
	if died.Live || len(died.Outcomes) != 0 || died.Found["records"] != 1 || died.Version != 4 || !died.LoggedAt.IsZero() {
		t.Errorf("load that died %+v", died)
	}
	if set.Outcomes[0] != "set aside" || set.Reason != "no id" || set.RunID != "run2" || set.Pages != 1 || set.Found["records"] != 0 || set.Declared["records"] != 0 {
		t.Errorf("load set aside %+v", set)
	}
	if all, err := f.Verify.Explain(t.Context(), "nobody"); err != nil || len(all) != 0 {
		t.Errorf("unknown record: %+v, %v", all, err)
	}
}

func TestCompletenessCountsByHourOfStart(t *testing.T) {
	f := setup(t)
	f.now = f.now.Truncate(time.Hour).Add(time.Minute) // seconds later it is still the same hour
	f.whole(3, "a", "b")
	f.note(header("b", 4, f.now.Add(-24*time.Hour).Truncate(time.Millisecond)))
	f.note(header("old", 1, f.now.Add(-40*24*time.Hour)), header("lost", 1, f.now.Add(-50*time.Hour)))
	f.settle(schema.OutcomeLost, "lost", 1)
	imported := f.rows("archive", 1, noon, 1) // never listed
	f.commit(imported)
	f.want("SELECT sum(listed), sum(loaded), sum(newest), sum(pages), sum(expired_unread), count() >= 4 FROM %s.completeness", "4\t3\t2\t4\t2\t1")
	f.want("SELECT hour, listed, loaded, newest FROM %s.completeness WHERE loaded > 0 AND listed = 0", "2026-03-04 12:00:00\t0\t1\t1")
	f.want("SELECT sum(listed), sum(loaded), sum(newest), sum(pages) FROM %s.completeness WHERE hour = toStartOfHour(toDateTime('"+
		f.now.Add(-24*time.Hour).UTC().Format(time.DateTime)+"', 'UTC'))", "2\t2\t1\t4")
}
