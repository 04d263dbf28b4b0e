package load_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/schema"
)

func header(id string, version uint64, start time.Time) schema.Header {
	return schema.Header{ID: id, Version: version, Start: start, End: start.Add(time.Hour)}
}

// note lists headers and returns how many were fresh.
func (f *fixture) note(headers ...schema.Header) int {
	f.Helper()
	f.now = f.now.Add(time.Second)
	n, err := f.Ledger(schema.CallRecords).RecordListed(f.Context(), tenant, f.now, headers)
	f.must(err)
	return n
}

func (f *fixture) settle(kind schema.OutcomeKind, id string, version uint64) {
	f.Helper()
	f.now = f.now.Add(time.Second)
	f.must(f.Ledger(schema.CallRecords).RecordOutcomes(f.Context(), tenant, []schema.Outcome{
		{RecordID: id, Version: version, Kind: kind, Reason: "why", At: f.now},
	}))
}

// due are the ids that are due, in order.
func (f *fixture) due() []string {
	f.Helper()
	list, err := f.Ledger(schema.CallRecords).Due(f.Context(), tenant)
	f.must(err)
	ids := []string{}
	for _, d := range list {
		ids = append(ids, d.ID)
	}
	// By the quick way as by the long one.
	f.want("SELECT countIf(due = 1) FROM %s_store.ledger_state", f.value("SELECT count() FROM %s.due_records"))
	return ids
}

func (f *fixture) wantDue(want ...string) {
	f.Helper()
	if got := f.due(); !slices.Equal(got, want) {
		f.Errorf("got due %v, want %v", got, want)
	}
}

func TestDueIsOrderedByExpiry(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		oldest := header("older", 2, noon.Add(-2*time.Hour))
		f.note(header("young", 1, noon), header("old", 1, noon.Add(-time.Hour)), oldest)
		f.wantDue("older", "old", "young")
		list, err := f.Ledger(schema.CallRecords).Due(t.Context(), tenant)
		f.must(err)
		if got := list[0].Header; got != oldest {
			t.Errorf("got header %+v, want %+v", got, oldest)
		}
	})
}

// A 404 says of a record that Graph has built something else than of one that it has not.
func TestWhatIsDueSaysWhetherGraphHasBuiltIt(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.note(header("new", 1, noon), header("grown", 1, noon), header("lost", 1, noon), header("failed", 1, noon),
			header("in", 1, noon))
		for id, kind := range map[string]schema.OutcomeKind{"grown": schema.OutcomeLoaded, "in": schema.OutcomeLoaded,
			"lost": schema.OutcomeLost, "failed": schema.OutcomeFailed} {
			f.settle(kind, id, 1)
		}
		f.note(header("grown", 2, noon), header("lost", 2, noon))
		list, err := f.Ledger(schema.CallRecords).Due(t.Context(), tenant)
		f.must(err)
		built := map[string]bool{}
		for _, d := range list {
			built[d.ID] = d.Built
		}
		if want := map[string]bool{"new": false, "grown": true, "lost": false, "failed": false}; !maps.Equal(built, want) {
			t.Errorf("got built %v, want %v", built, want)
		}
	})
}

func TestHeaderThatIsKnownIsNotNotedAgain(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		for _, step := range []struct {
			name           string
			version, fresh int
		}{
			{"the first time", 1, 1}, {"again", 1, 0}, {"a newer version", 2, 1}, {"the older version", 1, 0},
		} {
			t.Run(step.name, func(t *testing.T) {
				if got := f.on(t).note(header("a", uint64(step.version), noon)); got != step.fresh {
					t.Errorf("got %d fresh, want %d", got, step.fresh)
				}
			})
		}
	})
}

func TestRecordIsDueUntilItsListedVersionIsLoaded(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.note(header("a", 1, noon))
		f.settle(schema.OutcomeFailed, "a", 1)
		f.wantDue("a")
		f.settle(schema.OutcomeLoaded, "a", 1)
		f.wantDue()
		f.note(header("a", 3, noon))
		f.wantDue("a")
		f.settle(schema.OutcomeLoaded, "a", 2) // an exporter that was late
		f.wantDue("a")
		f.settle(schema.OutcomeLoaded, "a", 3)
		f.wantDue()
	})
}

func TestAttemptsAndTheLatestIncidentAreKept(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.note(header("a", 1, noon))
		f.settle(schema.OutcomeFailed, "a", 1)
		f.settle(schema.OutcomeSetAside, "a", 1)
		list, err := f.Ledger(schema.CallRecords).Due(t.Context(), tenant)
		f.must(err)
		if got := list[0].Attempts; got != 2 {
			t.Errorf("got %d attempts, want 2", got)
		}
		if got, want := list[0].Reason, "set aside: why"; got != want {
			t.Errorf("got reason %q, want %q", got, want)
		}
	})
}

func TestLostRecordIsDueAgainWhenItIsListedAgain(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.note(header("a", 1, noon))
		f.settle(schema.OutcomeLost, "a", 1)
		f.wantDue()
		if got := f.note(header("a", 1, noon)); got != 1 {
			t.Errorf("got %d fresh, want 1", got)
		}
		f.wantDue("a")
	})
}

func TestNewerVersionDecidesTheStart(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.note(header("a", 2, noon.Add(time.Hour)))
		f.note(header("a", 1, noon))
		list, err := f.Ledger(schema.CallRecords).Due(t.Context(), tenant)
		f.must(err)
		if got, want := list[0].Start, noon.Add(time.Hour); !got.Equal(want) {
			t.Errorf("got start %s, want %s", got, want)
		}
	})
}

func TestReconcileCountsOnlyWhenItCameToTheEnd(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		run := schema.Run{
			ID: "r1", TenantID: tenant, Started: noon, Finished: noon, Window: schema.Window{From: noon, To: noon},
		}
		f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), run))
		at, err := f.Ledger(schema.CallRecords).LastReconcile(t.Context(), tenant)
		f.must(err)
		if !at.IsZero() {
			t.Errorf("got reconciled at %s, want never", at)
		}
		run.ID, run.Reconcile = "r2", true
		f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), run))
		at, err = f.Ledger(schema.CallRecords).LastReconcile(t.Context(), tenant)
		f.must(err)
		if !at.Equal(noon) {
			t.Errorf("got reconciled at %s, want %s", at, noon)
		}
	})
}

// A success hides that nothing new was listed: what else came to an end is none.
func TestOnlyRunsThatListAllThatIsNewAreSuccesses(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		n := 0
		var shard schema.Shard
		ran := func(command, outcome string, at time.Time) {
			n++
			f.must(f.Ledger(schema.CallRecords).RecordRun(t.Context(), schema.Run{
				ID: fmt.Sprint("r", n), TenantID: tenant, Command: command, Outcome: outcome, Started: at, Finished: at,
				Window: schema.Window{From: noon, To: noon}, Shard: shard,
			}))
		}
		success := func() time.Time {
			all, err := f.Ledger(schema.CallRecords).LastSuccesses(t.Context())
			f.must(err)
			return all[tenant]
		}
		for _, command := range []string{"fetch", "backfill", "import", "replay"} {
			ran(command, "complete", noon)
		}
		ran("run", "failed", noon)
		ran("run", "interrupted", noon)
		ran("run", "complete", time.Now().Add(10*day)) // by a wrong clock
		if at := success(); !at.IsZero() {
			t.Errorf("got a success at %s, want none", at)
		}
		for i, command := range schema.RegularCommands {
			at := noon.Add(time.Duration(i) * time.Hour)
			ran(command, []string{"complete", "partial"}[i%2], at)
			if got := success(); !got.Equal(at) {
				t.Errorf("%s: got a success at %s, want %s", command, got, at)
			}
		}
		whole := noon.Add(2 * time.Hour)
		for _, step := range []struct {
			shard   schema.Shard
			at      time.Duration // after the whole one
			success time.Duration
		}{
			{schema.Shard{Number: 2, Of: 3}, 1, 0},
			{schema.Shard{Number: 2, Of: 3}, 2, 0},
			{schema.Shard{Number: 1, Of: 3}, 3, 0},
			{schema.Shard{Number: 3, Of: 3}, 4, 2}, // all of them: the oldest of their last ones
			{schema.Shard{Number: 2, Of: 3}, 5, 3},
			{schema.Shard{Number: 2, Of: 2}, 6, 3}, // of another number of shards
			{schema.Shard{Number: 1, Of: 1}, 7, 7},
		} {
			shard = step.shard
			ran("run", "complete", whole.Add(step.at*time.Hour))
			if got, want := success(), whole.Add(step.success*time.Hour); !got.Equal(want) {
				t.Errorf("after shard %s: got a success at %s, want %s", shard, got, want)
			}
		}
	})
}

// What is read next must be newer than what a run committed that died before the ledger heard.
func TestVersionIsLoadedFromItsCommitOn(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.note(header("told", 5, noon), header("not yet told", 5, noon), header("noted only", 9, noon))
		f.commit(f.rows("told", 5, noon, 1), f.rows("not yet told", 5, noon, 1))
		f.settle(schema.OutcomeLoaded, "told", 5)
		f.settle(schema.OutcomeLoaded, "not yet told", 3)
		got, err := f.Ledger(schema.CallRecords).LoadedVersions(f.Context(), tenant,
			[]string{"told", "not yet told", "noted only", "unknown"})
		f.must(err)
		if want := map[string]uint64{"told": 5, "not yet told": 5}; !maps.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// How many rows of a day are loaded say the commits: of the newest version alone.
func TestDaysAreLoadedWithTheirRows(t *testing.T) {
	each(t, bare, func(t *testing.T, f *fixture) {
		f.Warehouse = f.over(f.node, load.Options{Families: []schema.Family{schema.PstnCalls}})
		f.must(f.Migrate(t.Context()))
		for version, rows := range map[uint64]int{5: 3, 7: 2} {
			l := f.begin("pstn_calls/2026-03-04", version, noon)
			l.Family, l.Counts = schema.PstnCalls.Name, schema.Counts{"pstn_days": 1, "pstn_calls": uint64(rows)}
			var batch []schema.Rows
			for _, t := range schema.PstnCalls.Tables {
				positions := [][]int{nil}
				if t.Name == "pstn_calls" {
					positions = [][]int{{0}, {1}, {2}}[:rows]
				}
				batch = append(batch, schema.Rows{Table: t, Record: recordOf(f.T, t, []schema.Load{l}, positions)})
			}
			f.must(f.Commits.Insert(f.Context(), batch))
			f.commit(l)
		}
		got, err := f.Ledger(schema.PstnCalls).LoadedDays(f.Context(), tenant, []string{"pstn_calls/2026-03-04", "unknown"})
		f.must(err)
		if want := map[string]schema.LoadedDay{"pstn_calls/2026-03-04": {Version: 7, Rows: 2}}; !maps.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// Where all that the ledger knows of a record stands in one row, that row alone says whether it
// is due.
func TestRecordsAreDueWhenTheLedgerIsMerged(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		ids := []string{"listed", "loaded", "newer", "wanted", "again", "lost", "part"}
		for _, id := range ids {
			f.note(header(id, 1, noon))
		}
		loaded := f.rowsOf([]string{"loaded", "newer", "wanted", "again", "part"}, 1, noon, 1)
		loaded[4].Part = "a session is missing"
		f.commit(loaded...)
		for _, l := range loaded {
			f.settle(schema.OutcomeLoaded, l.RecordID, 1)
		}
		f.note(header("newer", 2, noon))
		f.settle(schema.OutcomeLost, "lost", 1)
		for _, id := range []string{"wanted", "again"} {
			f.exec("INSERT INTO %s_store.ledger (tenant_id, family, record_id, wanted_at) VALUES ('" +
				tenant + "', '" + schema.CallRecords.Name + "', '" + id + "', now64(3) + INTERVAL 1 DAY)")
		}
		f.settle(schema.OutcomeLoaded, "again", 1)
		f.exec("OPTIMIZE TABLE %s_store.ledger FINAL")
		f.want("SELECT count() FROM %s_store.ledger", fmt.Sprint(len(ids)))
		f.wantDue("listed", "newer", "part", "wanted")
	})
}
