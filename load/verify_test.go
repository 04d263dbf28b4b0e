package load_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"callrecords/load/verify"
	"callrecords/schema"
)

// whole takes records through a run to its end: listed, loaded, kept, settled.
func (f *fixture) whole(version uint64, ids ...string) {
	f.Helper()
	start := f.now.Add(-24 * time.Hour).Truncate(time.Millisecond)
	loads := f.rowsOf(ids, version, start, 2, 1)
	var headers []schema.Header
	var outcomes []schema.Outcome
	for _, id := range ids {
		headers = append(headers, header(id, version, start))
		outcomes = append(outcomes, schema.Outcome{
			RecordID: id, Version: version, Kind: schema.OutcomeLoaded, At: f.now,
		})
	}
	f.note(headers...)
	f.keep(2, loads...)
	f.commit(loads...)
	f.must(f.Ledger(schema.CallRecords).RecordOutcomes(f.Context(), tenant, outcomes))
}

// keep puts pages of loads into the archive.
func (f *fixture) keep(pages int, loads ...schema.Load) {
	f.Helper()
	var raw []schema.RawPage
	for _, l := range loads {
		for i := range pages {
			kind := schema.PageRecord
			if i > 0 {
				kind = schema.PageSessions
			}
			raw = append(raw, schema.RawPage{
				Owner: ownerOf(l), Index: uint32(i), Page: schema.Page{Kind: kind, Body: []byte("{}")},
			})
		}
	}
	f.must(f.Archive.StorePages(f.Context(), f.now, raw))
}

// ran writes the row of a run.
func (f *fixture) ran(id string) {
	f.Helper()
	f.must(f.Ledger(schema.CallRecords).RecordRun(f.Context(), schema.Run{
		ID: id, TenantID: tenant, Command: "test", Started: f.now, Finished: f.now.Add(time.Second),
		Window: schema.Window{From: noon, To: f.now}, Outcome: "complete", Loaded: 3,
	}))
	f.now = f.now.Add(time.Minute)
}

func (f *fixture) verifyOptions() verify.Options {
	return verify.Options{
		Now: f.now, ExpiryAlarm: 5 * day, ArchivedSince: f.now.Add(-schema.CallRecords.Retention),
	}
}

// found are the kinds that verify finds, with the record or run they are about.
func (f *fixture) found() []string {
	f.Helper()
	list, err := f.Verify.Verify(f.Context(), f.verifyOptions())
	f.must(err)
	var kinds []string
	for _, x := range list {
		kinds = append(kinds, fmt.Sprintf("%s %s%s", x.Kind, x.RecordID, x.RunID))
	}
	return kinds
}

func (f *fixture) wantFound(want ...string) {
	f.Helper()
	if got := f.found(); !slices.Equal(got, want) {
		f.Errorf("got %q, want %q", got, want)
	}
}

func TestVerifyFindsNothingInAWholeWarehouse(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.whole(3, "a", "b")
		f.ran("r1")
		f.wantFound()
		f.whole(4, "b") // the dead load of version 3 is young
		f.ran("r2")
		f.wantFound()
	})
}

// changeRuns does to the rows of runs what nobody should.
func (f *fixture) changeRuns(how string) {
	f.Helper()
	f.exec("ALTER TABLE %s_store.runs " + how + " SETTINGS mutations_sync = 2")
}

func TestVerifyFindsRunsThatWereChanged(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		for _, id := range []string{"r1", "r2", "r3"} {
			f.ran(id)
		}
		f.wantFound()
		both := []string{"run_edited r2", "run_missing r3"}
		for _, change := range []struct {
			name, sql, undo string
			want            []string
		}{
			{
				"edited", "UPDATE loaded = 4 WHERE run_id = 'r2'", "UPDATE loaded = 3 WHERE run_id = 'r2'",
				[]string{"run_edited r2"},
			},
			{"its hash, too", "UPDATE row_hash = repeat('0', 64) WHERE run_id = 'r2'", "", both},
			{"without hash", "UPDATE row_hash = '' WHERE run_id = 'r2'", "", both},
			{"taken out", "DELETE WHERE run_id = 'r2'", "", []string{"run_missing r3"}},
		} {
			t.Run(change.name, func(t *testing.T) {
				f := f.on(t)
				f.changeRuns(change.sql)
				f.wantFound(change.want...)
				if change.undo != "" {
					f.changeRuns(change.undo)
				}
			})
		}
	})
}

func TestRunsFromBeforeTheChainAreNoDamage(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.ran("r1")
		f.changeRuns("DROP COLUMN prev_hash, DROP COLUMN row_hash")
		f.must(f.Migrate(t.Context()))
		f.ran("r2")
		f.ran("r3")
		f.wantFound("run_unchained r1")
		f.changeRuns("UPDATE row_hash = '' WHERE run_id = 'r3'")
		f.wantFound("run_edited r3", "run_unchained r1")
	})
}

func TestRunsThatEndAtOnceForkTheChainAndTheNextJoinsIt(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.ran("r1")
		f.ran("r2")
		// A second exporter that did not see r2 yet.
		f.exec("CREATE TABLE %s.aside ENGINE = Memory AS SELECT * FROM %s_store.runs WHERE run_id = 'r2'")
		f.changeRuns("DELETE WHERE run_id = 'r2'")
		f.ran("r3")
		f.exec("INSERT INTO %s_store.runs SELECT * FROM %s.aside")
		f.wantFound("run_fork r3")
		f.ran("r4")
		f.wantFound("run_fork r3")
		f.want("SELECT length(splitByChar(',', prev_hash)) FROM %s_store.runs WHERE run_id = 'r4'", "2")
		heads, err := f.Verify.Heads(t.Context())
		f.must(err)
		if len(heads[tenant]) != 1 {
			t.Errorf("got the heads %q, want one of the tenant", heads)
		}
		f.changeRuns("DELETE WHERE run_id = 'r2'")
		f.wantFound("run_missing r4")
	})
}
