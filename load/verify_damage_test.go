package load_test

import (
	"fmt"
	"strings"
	"testing"

	"callrecords/load/engine"
	"callrecords/schema"
)

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
