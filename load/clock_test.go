package load_test

import (
	"errors"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/load/db"
	"callrecords/load/engine"
	"callrecords/load/verify"
	"callrecords/schema"
)

// onEnginesClock is a warehouse that tells the time by its engine, as it does
// outside of tests.
func onEnginesClock(t *testing.T, e engine.Engine) *fixture {
	f := setup(t, e)
	f.Warehouse = load.New(e, load.Options{Database: f.database})
	return f
}

func TestACommitByAWrongClockIsRefused(t *testing.T) {
	eachCase(t, map[string]time.Duration{
		"25 hours fast": 25 * time.Hour, "10 days fast": 10 * day, "7 hours slow": -7 * time.Hour,
	}, onEnginesClock, func(t *testing.T, f *fixture, off time.Duration) {
		l := f.rows("a", 1, noon, 2)
		_, err := f.Commits.Commit(t.Context(), "run", f.now.Add(off), []schema.Load{l})
		if wrong := new(db.ClockError); !errors.As(err, &wrong) {
			t.Errorf("got %v, want a ClockError", err)
		}
		f.want("SELECT count() FROM %s_store.loads", "0")
	})
}

func TestACommitByAClockOfMinutesIsTaken(t *testing.T) {
	each(t, onEnginesClock, func(t *testing.T, f *fixture) {
		l := f.rows("a", 1, noon, 2)
		if _, err := f.Commits.Commit(t.Context(), "run", f.now.Add(3*time.Minute), []schema.Load{l}); err != nil {
			t.Errorf("got %v, want no error", err)
		}
		f.want("SELECT count() FROM %s_store.loads", "1")
	})
}

func TestARepairByAWrongClockIsRefused(t *testing.T) {
	each(t, onEnginesClock, func(t *testing.T, f *fixture) {
		_, err := f.Verify.Repair(t.Context(), verify.Options{Now: f.now.Add(10 * day)}, nil)
		if wrong := new(db.ClockError); !errors.As(err, &wrong) {
			t.Errorf("got %v, want a ClockError", err)
		}
	})
}

// A sweep by a wrong clock, a part that broke: whatever took the rows.
func TestALoadWhoseRowsAreGoneIsNotCommitted(t *testing.T) {
	eachCase(t, map[string]string{"of the root": "records", "of a child": "streams"}, setup,
		func(t *testing.T, f *fixture, table string) {
			whole, hurt := f.rows("a", 1, noon, 2), f.rows("b", 1, noon, 3)
			f.exec("DELETE FROM %s_store." + table + "_all WHERE record_id = 'b'")
			_, err := f.Commits.Commit(t.Context(), "run", f.now, []schema.Load{whole, hurt})
			if !errors.Is(err, commit.ErrRowsGone) {
				t.Errorf("got %v, want ErrRowsGone", err)
			}
			f.want("SELECT count() FROM %s_store.loads", "0")
		})
}

// A machine ten days fast got a 404. Graph lists the record again: it is due.
func TestALossInTheFutureIsAnsweredByAListing(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		lost := func(at time.Time) {
			o := schema.Outcome{RecordID: "a", Version: 1, Kind: schema.OutcomeLost, Reason: "404", At: at}
			f.must(f.Ledger(schema.CallRecords).RecordOutcomes(t.Context(), tenant, []schema.Outcome{o}))
		}
		f.note(header("a", 1, noon))
		lost(f.now.Add(10 * day))
		f.wantDue()
		f.note(header("a", 1, noon))
		f.wantDue("a")
		lost(f.now) // which answers that listing
		f.wantDue()
	})
}

// A wish that was dated in the future is answered by the load that follows.
func TestAWishInTheFutureIsAnsweredByALoad(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.note(header("a", 1, noon))
		f.settle(schema.OutcomeLoaded, "a", 1)
		f.wantDue()
		f.exec("INSERT INTO %s_store.ledger (tenant_id, family, record_id, wanted_at) VALUES ('" + tenant + "', '" +
			schema.CallRecords.Name + "', 'a', now64(3) + INTERVAL 10 DAY)")
		f.wantDue("a")
		f.settle(schema.OutcomeLoaded, "a", 1)
		f.wantDue()
	})
}

func TestAReconcileInTheFutureIsNotBelieved(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		past := f.now.Add(-time.Hour).UTC().Truncate(time.Millisecond)
		for _, started := range []time.Time{past, f.now.Add(20 * day)} {
			f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), schema.Run{
				ID: started.String(), TenantID: tenant, Reconcile: true, Started: started, Finished: started,
			}))
		}
		got, err := f.Ledger(schema.CallRecords).LastReconcile(t.Context(), tenant)
		f.must(err)
		if !got.Equal(past) {
			t.Errorf("got %s, want %s", got, past)
		}
	})
}
