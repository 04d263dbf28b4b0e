package load

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// RecordState is all that the books say of one record.
type RecordState struct {
	TenantID, RecordID string

	Listed   uint64    // greatest version that Graph listed, 0 for none
	Start    time.Time // of the record, UTC: as listed, else as loaded; zero when neither is known
	Loaded   uint64    // greatest version that the ledger calls loaded, 0 for none
	LoadedAt time.Time // when that ledger last called a version loaded; zero for never
	Lost     bool      // Graph answered since it was last listed that it has no such record
	Due      bool      // the next run fetches it

	Live     uint64 // version that readers see, 0 for none
	LiveLoad uint64 // its load id
	Logged   uint64 // greatest version that load_log calls committed, 0 for none
	Pages    uint64 // pages in the vault, of all versions
}

// Expires is when Graph forgets the record.
func (s RecordState) Expires() time.Time { return s.Start.Add(schema.CallRecords.Retention) }

// InGraph says whether Graph should still have the record.
func (s RecordState) InGraph(now time.Time) bool {
	return s.Listed > 0 && !s.Lost && now.Before(s.Expires())
}

// never says whether no version was ever loaded.
func (s RecordState) never() bool { return s.Live == 0 && s.Loaded == 0 && s.Logged == 0 }

// standing is a SELECT of one row a record out of all books: what the ledger,
// the commits, their log, the records table and the vault say of it. where is a
// condition on tenant_id and record_id, "" for all records.
func (w *Warehouse) standing(where string) string {
	if where == "" {
		where = "1"
	}
	const nothing = "CAST(tuple(0, '1970-01-01 00:00:00', NULL) AS Tuple(version UInt64, start DateTime64(7, 'UTC'), end Nullable(DateTime64(7, 'UTC'))))"
	return fmt.Sprintf(`
SELECT tenant_id, record_id, max(p_listed) AS listed, max(p_loaded) AS loaded, max(p_loaded_last) AS loaded_last,
    max(p_wanted) AS wanted, max(p_lost) AS lost, max(p_seen) AS seen,
    max(p_live) AS live, max(p_logged) AS logged, max(p_began) AS began, sum(p_pages) AS pages
FROM (
    SELECT tenant_id, record_id, max(listed) AS p_listed, max(loaded_version) AS p_loaded, max(loaded_at) AS p_loaded_last,
        max(wanted_at) AS p_wanted, max(lost_at) AS p_lost, max(last_listed_at) AS p_seen,
        tuple(toUInt64(0), toUInt64(0)) AS p_live, toUInt64(0) AS p_logged, toDateTime64(0, 7, 'UTC') AS p_began, toUInt64(0) AS p_pages
    FROM %[2]s WHERE %[1]s GROUP BY tenant_id, record_id
    UNION ALL
    SELECT tenant_id, record_id, %[7]s, NULL, NULL, NULL, NULL, NULL, tuple(version, load_id), 0, toDateTime64(0, 7, 'UTC'), 0
    FROM %[3]s WHERE %[1]s
    UNION ALL
    SELECT tenant_id, record_id, %[7]s, NULL, NULL, NULL, NULL, NULL, tuple(0, 0), max(version), toDateTime64(0, 7, 'UTC'), 0
    FROM %[4]s WHERE %[1]s AND outcome = 'committed' AND (record_id, load_id) NOT IN (SELECT record_id, load_id FROM %[4]s WHERE outcome = 'withdrawn')
    GROUP BY tenant_id, record_id
    UNION ALL
    SELECT tenant_id, record_id, %[7]s, NULL, NULL, NULL, NULL, NULL, tuple(0, 0), 0, start_date_time, 0
    FROM %[5]s WHERE %[1]s
    UNION ALL
    SELECT tenant_id, record_id, %[7]s, NULL, NULL, NULL, NULL, NULL, tuple(0, 0), 0, toDateTime64(0, 7, 'UTC'), uniqExact(load_id, page_index)
    FROM %[6]s WHERE %[1]s GROUP BY tenant_id, record_id
)
GROUP BY tenant_id, record_id`, where,
		w.name(ddl.Ledger.Name), w.commits(), w.name(ddl.LoadLog.Name), w.name(schema.Records.Name),
		w.name(ddl.RawPages.Name), nothing)
}

// standings reads the standing of the records that a condition on the columns
// of [Warehouse.standing] finds.
func (w *Warehouse) standings(ctx context.Context, where, having string) ([]RecordState, error) {
	type row struct {
		TenantID, RecordID            string
		Listed, Loaded                uint64
		Start, LoadedAt               int64
		Lost, Due                     uint8
		Live, LiveLoad, Logged, Pages uint64
	}
	rows, err := query[row](ctx, w, fmt.Sprintf(`
SELECT tenant_id AS TenantID, record_id AS RecordID, listed.1 AS Listed, ifNull(loaded, 0) AS Loaded,
    toUnixTimestamp64Nano(CAST(if(listed.1 > 0, listed.2, began) AS DateTime64(9, 'UTC'))) AS Start,
    ifNull(toUnixTimestamp64Nano(CAST(loaded_last AS Nullable(DateTime64(9, 'UTC')))), 0) AS LoadedAt,
    toUInt8(ifNull(lost >= seen, lost IS NOT NULL)) AS Lost, toUInt8(ifNull(%s, 0)) AS Due,
    live.1 AS Live, live.2 AS LiveLoad, logged AS Logged, pages AS Pages
FROM (%s)
WHERE %s
ORDER BY TenantID, Start, RecordID`, isDue, w.standing(where), having))
	if err != nil {
		return nil, fmt.Errorf("read the books: %w", err)
	}
	list := make([]RecordState, len(rows))
	for i, r := range rows {
		list[i] = RecordState{TenantID: r.TenantID, RecordID: r.RecordID, Listed: r.Listed, Start: instant(r.Start),
			Loaded: r.Loaded, LoadedAt: instant(r.LoadedAt), Lost: r.Lost == 1, Due: r.Due == 1,
			Live: r.Live, LiveLoad: r.LiveLoad, Logged: r.Logged, Pages: r.Pages}
	}
	return list, nil
}

// lookupSize is how many records are asked for by name at once.
const lookupSize = 1000

// standingsOf reads the standing of named records of a tenant, by id. A record
// that the books do not know is not there.
func (w *Warehouse) standingsOf(ctx context.Context, tenant string, ids []string) (map[string]RecordState, error) {
	byID := make(map[string]RecordState, len(ids))
	for lot := range slices.Chunk(ids, lookupSize) {
		list, err := w.standings(ctx, ofRecords(tenant, lot), "1")
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			byID[s.RecordID] = s
		}
	}
	return byID, nil
}

// ofRecords is the condition that finds some records of a tenant.
func ofRecords(tenant string, ids []string) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = engine.Quote(id)
	}
	return fmt.Sprintf("tenant_id = %s AND record_id IN (%s)", engine.Quote(tenant), strings.Join(quoted, ", "))
}
