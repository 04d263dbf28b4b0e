package load_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"callrecords/load/verify"
	"callrecords/schema"
)

func TestExplainTellsEveryAttempt(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.whole(3, "a", "b")
		f.rows("a", 4, noon, 1) // died on the way
		f.note(header("a", 5, f.now.Add(-20*time.Hour)))
		aside := f.begin("a", 5, noon)
		f.keep(1, aside)
		f.must(f.Commits.SetAside(t.Context(), "run2", f.now, []schema.Refusal{
			{Owner: ownerOf(aside), Reason: "no id"},
		}))
		f.settle(schema.OutcomeSetAside, "a", 5)

		all, err := f.Verify.Explain(t.Context(), "a")
		f.must(err)
		if len(all) != 1 {
			t.Fatalf("got %d tenants, want 1", len(all))
		}
		e := all[0]
		type facts struct {
			Listed, Live, Loaded uint64
			Due, Lost            bool
			Pages, Attempts      uint64
			Incident             string
		}
		got := facts{e.Listed, e.Live, e.Loaded, e.Due, e.Lost, e.Pages, e.Attempts, e.Incident}
		want := facts{Listed: 5, Live: 3, Loaded: 3, Due: true, Pages: 3, Attempts: 2, Incident: "set aside: why"}
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if !e.LastListed.After(e.FirstListed.Time) {
			t.Errorf("got last listed at %s, want it after %s", e.LastListed, e.FirstListed)
		}
		if len(e.Loads) != 3 {
			t.Fatalf("got %d loads, want 3", len(e.Loads))
		}
		t.Run("live load", func(t *testing.T) { wantLiveLoad(t, e.Loads[0]) })
		t.Run("load that died", func(t *testing.T) { wantDiedLoad(t, e.Loads[1]) })
		t.Run("load set aside", func(t *testing.T) { wantSetAsideLoad(t, e.Loads[2]) })
	})
}

func wantLiveLoad(t *testing.T, l verify.History) {
	t.Helper()
	if !l.Live {
		t.Error("got a load that is not live, want a live one")
	}
	if want := []string{"committed"}; !slices.Equal(l.Outcomes, want) {
		t.Errorf("got outcomes %q, want %q", l.Outcomes, want)
	}
	if !maps.Equal(l.Found, l.Declared) {
		t.Errorf("got %v rows, want those declared, %v", l.Found, l.Declared)
	}
	if got := l.Found["streams"]; got != 3 {
		t.Errorf("got %d streams, want 3", got)
	}
	if l.Pages != 2 {
		t.Errorf("got %d pages, want 2", l.Pages)
	}
}

func wantDiedLoad(t *testing.T, l verify.History) {
	t.Helper()
	if l.Live {
		t.Error("got a live load, want one that is not")
	}
	if len(l.Outcomes) != 0 {
		t.Errorf("got outcomes %q, want none", l.Outcomes)
	}
	if got := l.Found["records"]; got != 1 {
		t.Errorf("got %d rows of records, want 1", got)
	}
	if l.Version != 4 {
		t.Errorf("got version %d, want 4", l.Version)
	}
	if !l.LoggedAt.IsZero() {
		t.Errorf("got logged at %s, want never", l.LoggedAt)
	}
}

func wantSetAsideLoad(t *testing.T, l verify.History) {
	t.Helper()
	if want := []string{"set aside"}; !slices.Equal(l.Outcomes, want) {
		t.Errorf("got outcomes %q, want %q", l.Outcomes, want)
	}
	if l.Reason != "no id" {
		t.Errorf("got reason %q, want no id", l.Reason)
	}
	if l.RunID != "run2" {
		t.Errorf("got run %q, want run2", l.RunID)
	}
	if l.Pages != 1 {
		t.Errorf("got %d pages, want 1", l.Pages)
	}
	if n := l.Found["records"] + l.Declared["records"]; n != 0 {
		t.Errorf("got %d rows found and declared, want none", n)
	}
}

func TestExplainOfAnUnknownRecordIsEmpty(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		got, err := f.Verify.Explain(t.Context(), "nobody")
		f.must(err)
		if len(got) != 0 {
			t.Errorf("got %+v, want nothing", got)
		}
	})
}

func TestCompletenessCountsByHourOfStart(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.now = f.now.Truncate(time.Hour).Add(time.Minute) // seconds later it is still the same hour
		f.whole(3, "a", "b")
		f.note(header("b", 4, f.now.Add(-24*time.Hour).Truncate(time.Millisecond)))
		f.note(header("old", 1, f.now.Add(-40*24*time.Hour)), header("lost", 1, f.now.Add(-50*time.Hour)))
		f.settle(schema.OutcomeLost, "lost", 1)
		imported := f.rows("archive", 1, noon, 1) // never listed
		f.commit(imported)
		f.want("SELECT sum(listed), sum(loaded), sum(newest), sum(pages), sum(expired_unread), count() >= 4 "+
			"FROM %s.completeness", "4\t3\t2\t4\t2\t1")
		f.want("SELECT hour, listed, loaded, newest FROM %s.completeness WHERE loaded > 0 AND listed = 0",
			"2026-03-04 12:00:00\t0\t1\t1")
		yesterday := f.now.Add(-day).UTC().Format(time.DateTime)
		f.want("SELECT sum(listed), sum(loaded), sum(newest), sum(pages) FROM %s.completeness "+
			"WHERE hour = toStartOfHour(toDateTime('"+yesterday+"', 'UTC'))", "2\t2\t1\t4")
	})
}
