package verify

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/schema"
)

// History is one attempt to load a version of a record: what is left of it.
type History struct {
	LoadID   uint64        `json:"load_id"`
	Version  uint64        `json:"version"`
	Outcomes []string      `json:"outcomes"` // of load_log, in their order; none when the load was not finished
	Reason   string        `json:"reason"`   // of the last of them
	RunID    string        `json:"run_id"`
	LoggedAt db.Time       `json:"logged_at"` // zero when the load was not finished
	Declared schema.Counts `json:"declared"`  // rows that its commit declares, by table
	Found    schema.Counts `json:"found"`     // rows that are there; swept loads have none
	Pages    uint64        `json:"pages"`     // in the archive
	Bytes    uint64        `json:"bytes"`     // of the pages, uncompressed

	Live bool `json:"-"`
}

// Began is when the attempt began, by its load id.
func (h History) Began() time.Time { return db.LoadTime(h.LoadID) }

// History reads every attempt to load a record that left a trace in load_log,
// the commits, the tables or the archive, oldest first.
func (v *Verifier) History(ctx context.Context, tenant, id string) ([]History, error) {
	record := db.OfRecords(tenant, []string{id})
	rows, err := db.Query[struct {
		History
		Live uint64 `json:"live"`
	}](ctx, v.db, `
SELECT
    load_id,
    max(t.version) AS version,
    max(t.live) AS live,
    arraySort(groupArrayArray(t.log)) AS sorted,
    arrayMap(entry -> entry.outcome, sorted) AS outcomes,
    sorted[-1].reason AS reason,
    sorted[-1].run_id AS run_id,
    if(empty(sorted), NULL, sorted[-1].logged_at) AS logged_at,
    maxMap(t.declared) AS declared,
    maxMap(t.found) AS found,
    sum(t.pages) AS pages,
    sum(t.bytes) AS bytes
FROM (
    SELECT
        load_id,
        version,
        0 AS live,
        [CAST((logged_at, outcome, reason, run_id), {log_entry})] AS log,
        if(outcome = {set_aside}, {none}, row_counts) AS declared,
        {none} AS found,
        0 AS pages,
        0 AS bytes
    FROM {load_log}
    WHERE {record}
    UNION ALL
    SELECT
        load_id,
        version,
        1 AS live,
        [] AS log,
        row_counts AS declared,
        {none} AS found,
        0 AS pages,
        0 AS bytes
    FROM {commits}
    WHERE {record}
    UNION ALL
    SELECT
        load_id,
        max(version) AS version,
        0 AS live,
        [] AS log,
        {none} AS declared,
        {none} AS found,
        uniqExact(page_index) AS pages,
        sum(length(body)) AS bytes
    FROM {raw_pages}
    WHERE {record}
    GROUP BY load_id
    UNION ALL
{rows}
) AS t
GROUP BY load_id
ORDER BY load_id`, db.Args{
		"record": record, "set_aside": ddl.SetAside,
		"none":      db.SQL("CAST(map(), 'Map(String, UInt64)')"),
		"log_entry": "Tuple(logged_at DateTime64(3, 'UTC'), outcome String, reason String, run_id String)",
		"rows": v.db.Union(`
    SELECT
        load_id,
        max(version) AS version,
        0 AS live,
        [] AS log,
        CAST(map(), 'Map(String, UInt64)') AS declared,
        map({name}, count()) AS found,
        0 AS pages,
        0 AS bytes
    FROM {table}
    WHERE {record}
    GROUP BY load_id`, db.Args{"record": record}),
	})
	if err != nil {
		return nil, fmt.Errorf("read the loads of record %s: %w", id, err)
	}
	all := make([]History, len(rows))
	for i, r := range rows {
		all[i] = r.History
		all[i].Live = r.Live == 1
	}
	return all, nil
}
