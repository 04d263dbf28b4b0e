package load

import (
	"context"
	"fmt"
	"strings"
	"time"

	"callrecords/load/ddl"
	"callrecords/schema"
)

// History is one attempt to load a version of a record: what is left of it.
type History struct {
	LoadID, Version uint64
	Live            bool
	Outcomes        []string // of load_log, in their order: committed, set aside, withdrawn; none when it was not finished
	Reason          string   // of the last of them
	RunID           string
	LoggedAt        time.Time // zero when it was not finished
	Declared        []uint64  // rows that its commit declares, a table, in the order of schema.Tables
	Found           []uint64  // rows that are there, likewise; swept loads have none
	Pages, Bytes    uint64    // in the vault, uncompressed
}

// Began is when the attempt began, by its load id.
func (h History) Began() time.Time { return LoadTime(h.LoadID) }

// History reads every attempt to load a record that left a trace in load_log,
// loads, the tables or the vault, oldest first.
func (w *Warehouse) History(ctx context.Context, tenant, id string) ([]History, error) {
	type row struct {
		History
		LoggedAt int64 // ms
		Live     uint8
	}
	rows, err := query[row](ctx, w, w.history(ofRecords(tenant, []string{id})))
	if err != nil {
		return nil, fmt.Errorf("read the loads of record %s: %w", id, err)
	}
	all := make([]History, len(rows))
	for i, r := range rows {
		all[i] = r.History
		all[i].Live, all[i].LoggedAt = r.Live == 1, instant(r.LoggedAt*int64(time.Millisecond))
	}
	return all, nil
}

// history is a row a load id out of all tables that name one.
func (w *Warehouse) history(where string) string {
	tables := schema.CallRecords.Tables
	zeros := "[" + strings.TrimSuffix(strings.Repeat("0, ", len(tables)), ", ") + "]"
	const counts = "[1, participant_count, session_count, segment_count, stream_count]"
	parts := []string{
		fmt.Sprintf("SELECT load_id, version AS v, 0 AS live, [(logged_at, outcome, reason, run_id)] AS logged, if(outcome = 'set aside', %s, %s) AS declared, %[1]s AS found, 0 AS pages, 0 AS bytes FROM %[3]s WHERE %[4]s",
			zeros, counts, w.name(ddl.LoadLog.Name), where),
		fmt.Sprintf("SELECT load_id, version, 1, [], %s, %s, 0, 0 FROM %s WHERE %s", counts, zeros, w.commits(), where),
		fmt.Sprintf("SELECT load_id, max(version), 0, [], %s, %[1]s, uniqExact(page_index), sum(length(body)) FROM %[2]s WHERE %[3]s GROUP BY load_id",
			zeros, w.name(ddl.RawPages.Name), where),
	}
	for i, t := range tables {
		found := "arrayMap(i -> if(i = " + fmt.Sprint(i) + ", n, 0), range(" + fmt.Sprint(len(tables)) + "))"
		parts = append(parts, fmt.Sprintf("SELECT load_id, v, 0, [], %s, %s, 0, 0 FROM (SELECT load_id, max(version) AS v, count() AS n FROM %s WHERE %s GROUP BY load_id)",
			zeros, found, w.name(t.StoredName()), where))
	}
	return fmt.Sprintf(`
SELECT load_id AS LoadID, max(v) AS Version, max(live) AS Live, arraySort(groupArrayArray(logged)) AS log,
    log.2 AS Outcomes, log[-1].3 AS Reason, log[-1].4 AS RunID, if(empty(log), 0, toUnixTimestamp64Milli(log[-1].1)) AS LoggedAt,
    maxForEach(declared) AS Declared, maxForEach(found) AS Found, sum(pages) AS Pages, sum(bytes) AS Bytes
FROM (%s)
GROUP BY load_id ORDER BY load_id`, strings.Join(parts, "\nUNION ALL\n"))
}
