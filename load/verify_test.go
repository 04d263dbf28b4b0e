package load_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/load/engine"
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

// damages are made by hand, in SQL, to records that are whole. $b stands for a
// record of the damage's own, $a for a further one, $d for one that is not
// there. @t is the tenant, %s the database.
var damages = []struct {
	name, sql string // statements, with a semicolon at the end of a line
	want      string
}{
	{
		"child rows are deleted",
		"DELETE FROM %s_store.streams_all WHERE record_id = '$b' AND stream_index = 1",
		"incomplete $b",
	},
	{
		"a record row is deleted",
		"DELETE FROM %s_store.records_all WHERE record_id = '$b'",
		"incomplete $b",
	},
	{"all rows of a load are deleted", deleteAll("$b"), "no_rows $b"},
	{
		"a commit is deleted",
		"DELETE FROM %s_store.loads WHERE record_id = '$b'",
		"ledger_ahead $b, only_in_archive $b",
	},
	{
		"a foreign commit is inserted",
		"INSERT INTO %s_store.loads (tenant_id, family, record_id, version, load_id) " +
			"VALUES ('@t', 'call_records', '$b', 99, 7)",
		"ledger_behind $b, no_rows $b, unlogged $b",
	},
	{
		"a commit points at another record's load",
		"INSERT INTO %s_store.loads SELECT * REPLACE('$a' AS record_id, 9 AS version) " +
			"FROM %s_store.loads AS l WHERE l.record_id = '$b'",
		"ledger_behind $a, wrong_record $a, not_in_archive $a",
	},
	{
		"rows are there twice",
		"INSERT INTO %s_store.segments_all SELECT * " +
			"FROM %s_store.segments_all WHERE record_id = '$b'",
		"incomplete $b",
	},
	{
		"pages are deleted",
		"DELETE FROM %s_store.raw_pages WHERE record_id = '$b'",
		"not_in_archive $b",
	},
	{
		"a first page is deleted",
		"DELETE FROM %s_store.raw_pages WHERE record_id = '$b' AND page_index = 0",
		"not_in_archive $b",
	},
	{
		"a count is lowered",
		"INSERT INTO %s_store.loads " +
			"SELECT * REPLACE(mapUpdate(row_counts, map('streams', toUInt64(1))) AS row_counts) " +
			"FROM %s_store.loads WHERE record_id = '$b'",
		"incomplete $b",
	},
	{
		"a count is raised",
		"INSERT INTO %s_store.loads " +
			"SELECT * REPLACE(mapUpdate(row_counts, map('participants', toUInt64(9))) AS row_counts) " +
			"FROM %s_store.loads WHERE record_id = '$b'",
		"incomplete $b",
	},
	{
		"a commit's version is changed",
		"INSERT INTO %s_store.loads SELECT * REPLACE(5 AS version) " +
			"FROM %s_store.loads WHERE record_id = '$b'",
		"ledger_behind $b, wrong_record $b, not_in_archive $b",
	},
	{
		"rows of an unknown load",
		"INSERT INTO %s_store.sessions_all SELECT * REPLACE(12345 AS load_id) " +
			"FROM %s_store.sessions_all WHERE record_id = '$b' LIMIT 1",
		"orphan $b",
	},
	{
		"rows of a load from the future",
		"INSERT INTO %s_store.sessions_all SELECT * REPLACE(bitShiftLeft(toUInt64(1), 63) AS load_id) " +
			"FROM %s_store.sessions_all WHERE record_id = '$b' LIMIT 1",
		"orphan $b",
	},
	{
		"a ledger row is deleted",
		"DELETE FROM %s_store.ledger WHERE record_id = '$b'",
		"ledger_behind $b",
	},
	{
		"the ledger claims a version",
		"INSERT INTO %s_store.ledger (tenant_id, family, record_id, loaded_version) " +
			"VALUES ('@t', 'call_records', '$b', 77)",
		"ledger_ahead $b",
	},
	{
		"the log claims a version",
		"INSERT INTO %s_store.load_log (tenant_id, family, record_id, version, load_id, outcome) " +
			"VALUES ('@t', 'call_records', '$b', 77, 8, 'committed')",
		"ledger_ahead $b",
	},
	{"the log forgets a load", "DELETE FROM %s_store.load_log WHERE record_id = '$b'", "unlogged $b"},
	{
		"a record was listed and never loaded",
		"INSERT INTO %s_store.ledger (tenant_id, family, record_id, listed, last_listed_at) " +
			"VALUES ('@t', 'call_records', '$d', (1, now64(7) - toIntervalDay(3), NULL), now64(3))",
		"missing $d",
	},
	{
		"a record was listed at no time",
		"INSERT INTO %s_store.ledger (tenant_id, family, record_id, listed) " +
			"VALUES ('@t', 'call_records', '$d', (1, now64(7) - toIntervalDay(3), NULL))",
		"missing $d",
	},
	{
		"a newer version was listed",
		"INSERT INTO %s_store.ledger (tenant_id, family, record_id, listed) " +
			"VALUES ('@t', 'call_records', '$b', (8, now64(7) - toIntervalDay(1), NULL))",
		"stale $b",
	},
	{
		"a newer version expires soon",
		"INSERT INTO %s_store.ledger (tenant_id, family, record_id, listed) " +
			"VALUES ('@t', 'call_records', '$b', (8, now64(7) - toIntervalDay(28), NULL))",
		"stale $b, expiring $b",
	},
	{
		"a record expired unread",
		"INSERT INTO %s_store.ledger (tenant_id, family, record_id, listed, last_listed_at) " +
			"VALUES ('@t', 'call_records', '$d', (1, now64(7) - toIntervalDay(31), NULL), " +
			"now64(3) - toIntervalDay(20))",
		"expired_unread $d",
	},
	{
		"a lost record was never loaded",
		"INSERT INTO %s_store.ledger (tenant_id, family, record_id, listed, last_listed_at, lost_at) " +
			"VALUES ('@t', 'call_records', '$d', (1, now64(7) - toIntervalDay(3), NULL), " +
			"now64(3) - toIntervalDay(3), now64(3))",
		"expired_unread $d",
	},
}

func deleteAll(id string) string {
	var all []string
	for _, t := range schema.CallRecords.Tables {
		all = append(all, "DELETE FROM %s_store."+t.StoredName()+" WHERE record_id = '"+id+"'")
	}
	return strings.Join(all, ";\n")
}

// statements are those of a text, without the semicolons.
func statements(sql string) []string { return strings.Split(sql, ";\n") }

// damaged is a warehouse with all damages, each to records of its own.
func damaged(t *testing.T, e engine.Engine) *fixture {
	t.Helper()
	f := setup(t, e)
	var ids []string
	for i, d := range damages {
		for _, id := range []string{"$a", "$b"} {
			if strings.Contains(d.sql, id) {
				ids = append(ids, ofDamage(i, id))
			}
		}
	}
	f.whole(3, ids...)
	f.wantFound()
	for i, d := range damages {
		for _, statement := range statements(ofDamage(i, d.sql)) {
			f.exec(statement)
		}
	}
	return f
}

// ofDamage puts names in place of the marks.
func ofDamage(i int, text string) string {
	name := fmt.Sprintf("%02d", i)
	return strings.NewReplacer("$a", name+"a", "$b", name+"b", "$d", name+"d", "@t", tenant).Replace(text)
}

func TestVerifyFindsDamageMadeByHand(t *testing.T) {
	each(t, damaged, func(t *testing.T, f *fixture) {
		found := f.found()
		for i, d := range damages {
			var got []string
			for _, x := range found {
				if strings.Contains(x, fmt.Sprintf(" %02d", i)) {
					got = append(got, x)
				}
			}
			t.Run(d.name, func(t *testing.T) {
				if got, want := strings.Join(got, ", "), ofDamage(i, d.want); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			})
		}
	})
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
