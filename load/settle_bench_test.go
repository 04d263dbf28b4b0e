package load_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/load/db"
)

// The same queries on histories of 1 M and 10 M records, a thousand a day, three
// streams each, of which the newest 30,000 are hot: before and after the rest
// is settled.
//
//	go test ./load -run xxx -bench Settled -benchtime 20x -timeout 0
func BenchmarkSettled(b *testing.B) {
	for _, records := range []int{1_000_000, 10_000_000} {
		h := pastOf(b, records)
		for _, state := range []string{"not settled", "settled"} {
			old := h.day(h.end.AddDate(0, 0, -60))
			for _, q := range []struct{ name, sql string }{
				{"old day", old},
				// What it costs without the check.
				{"old day, rows alone", strings.Replace(old, ".streams", "_store.streams_all", 1)},
				{"hot day", h.day(h.end.AddDate(0, 0, -3))},
				{"count", "SELECT count() FROM %[1]s.streams"},
				{"average by month", "SELECT toYYYYMM(record_start_date_time) AS m, avg(average_jitter_ms) " +
					"FROM %[1]s.streams GROUP BY m"},
			} {
				b.Run(fmt.Sprintf("%d/%s/%s", records, q.name, state), func(b *testing.B) {
					for b.Loop() {
						h.read(b, q.sql)
					}
				})
			}
			if state == "not settled" {
				h.settle(b)
			}
		}
		h.exec(b, "DROP DATABASE %s")
		h.exec(b, "DROP DATABASE %s_store")
	}
}

// past is a warehouse with a history, made in SQL.
type past struct {
	*load.Warehouse
	database string
	end      time.Time
}

// The history has so many records a day; those of the last 30 days are hot.
const (
	benchADay = 1000
	benchHot  = 30 * benchADay
	benchLot  = 100_000 // records an insert
)

// pastOf makes one. Load ids begin in 2025, so that those of what is settled
// lie closer together than the records.
func pastOf(b *testing.B, records int) past {
	p := past{database: fmt.Sprintf("bench_%d", records), end: time.Now().UTC().Truncate(24 * time.Hour)}
	p.Warehouse = load.New(store, load.Options{Database: p.database})
	if err := p.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	const record = "'" + tenant + "' AS tenant_id, " +
		"toString(reinterpretAsUUID(sipHash128(n))) AS record_id, 1 AS version"
	start := fmt.Sprintf("toDateTime64('%s', 7, 'UTC') - toIntervalMillisecond((%d - n) * %d)",
		p.end.Format(time.DateTime), records, day.Milliseconds()/benchADay)
	old, hot := firstID(p.end.AddDate(0, 0, -40)), firstID(p.end.AddDate(0, 0, -30))
	id := fmt.Sprintf("toUInt64(if(n < %[1]d, %[2]d - (%[1]d - n) * %[3]d, %[4]d + (n - %[1]d) * %[5]d))",
		records-benchHot, old, old/2/uint64(records), hot, (firstID(p.end)-hot)/benchHot)
	for from := 0; from < records; from += benchLot {
		n := fmt.Sprintf("(SELECT number AS n FROM numbers(%d, %d))", from, benchLot)
		streams := fmt.Sprintf("(SELECT intDiv(number, 3) AS n, number %% 3 AS i FROM numbers(%d, %d))",
			3*from, 3*benchLot)
		for _, insert := range []string{
			"loads (tenant_id, record_id, version, row_counts, load_id, start_date_time) " +
				"SELECT " + record + ", map('records', toUInt64(1), 'streams', toUInt64(3)), " +
				id + ", " + start + " FROM " + n,
			"records_all (tenant_id, record_id, version, load_id, start_date_time) " +
				"SELECT " + record + ", " + id + ", " + start + " FROM " + n,
			"streams_all (tenant_id, record_id, version, load_id, record_start_date_time, " +
				"stream_index, average_jitter_ms) " +
				"SELECT " + record + ", " + id + ", " + start + ", i, rand() % 100 FROM " + streams,
		} {
			p.exec(b, "INSERT INTO %s_store."+insert+" SETTINGS max_partitions_per_insert_block = 0")
		}
	}
	p.exec(b, "OPTIMIZE TABLE %s_store.loads FINAL") // as the engine does in time
	return p
}

// firstID is the first load id of an instant.
func firstID(t time.Time) uint64 {
	return uint64(t.Sub(db.LoadTime(0)).Milliseconds()) << 23
}

// day is the query of one day.
func (p past) day(from time.Time) string {
	return fmt.Sprintf("SELECT count(), avg(average_jitter_ms) FROM %%[1]s.streams "+
		"WHERE record_start_date_time >= '%s' AND record_start_date_time < '%s'",
		from.Format(time.DateTime), from.AddDate(0, 0, 1).Format(time.DateTime))
}

// exec runs a statement in which %s stands for the database.
func (p past) exec(b *testing.B, sql string) {
	b.Helper()
	if err := store.Exec(b.Context(), strings.ReplaceAll(sql, "%s", p.database)); err != nil {
		b.Fatal(err)
	}
}

func (p past) read(b *testing.B, sql string) {
	body, err := store.Query(b.Context(), fmt.Sprintf(sql, p.database), "Null")
	if err == nil {
		_, err = io.Copy(io.Discard, body)
		body.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
}

func (p past) settle(b *testing.B) {
	for _, now := range []time.Time{time.Now(), time.Now().Add(7 * time.Hour)} {
		if _, err := p.Commits.Settle(b.Context(), commit.SettleOptions{Now: now}); err != nil {
			b.Fatal(err)
		}
	}
}
