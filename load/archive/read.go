package archive

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/schema"
)

// Selection is what a replay reads from the archive: the whole of it, or less.
type Selection struct {
	Family string // only records of this family; "" is all
	Tenant string
	Record string        // only this record; "" is all
	Window schema.Window // only records that start in it; the zero window is all
	Done   string        // leave out what runs whose id begins so have loaded; "" is nothing
}

// Records are read from the archive in ranges of so many, and their pages in
// queries of so few loads: what is in memory at once does not grow with the
// archive.
const (
	rangeRecords = 10_000
	queryLoads   = 50
)

// Pages yields the pages of a selection, each load's in their order and those
// of one record side by side. A record's loads are the last one of its live
// version of which the archive has every page, and those of newer versions that
// were set aside: another decoder may be able to read them. An error ends it.
func (a *Archive) Pages(ctx context.Context, s Selection) iter.Seq2[schema.RawPage, error] {
	return func(yield func(schema.RawPage, error) bool) {
		for from := ""; ; {
			to, err := a.rangeEnd(ctx, s, from)
			if err == nil && to == "" {
				return
			}
			var loads []archivedLoad
			if err == nil {
				loads, err = a.loadsToReplay(ctx, s, from, to)
			}
			if err != nil {
				yield(schema.RawPage{}, fmt.Errorf("read the archive behind record %q: %w", from, err))
				return
			}
			for some := range slices.Chunk(loads, queryLoads) {
				for page, err := range a.pagesOf(ctx, s.Tenant, some) {
					if !yield(page, err) || err != nil {
						return
					}
				}
			}
			from = to
		}
	}
}

// RecordCount is the number of records of a selection in the archive, about: it
// counts those too that have no load that can be replayed.
func (a *Archive) RecordCount(ctx context.Context, s Selection) (records uint64, err error) {
	r, err := db.QueryRow[struct {
		N uint64 `json:"n"`
	}](ctx, a.db, "SELECT uniqCombined(record_id) AS n FROM {raw_pages} WHERE {chosen}",
		db.Args{"chosen": a.chosenSQL(s, "", "")})
	if err != nil {
		return 0, fmt.Errorf("count the records of the archive: %w", err)
	}
	return r.N, nil
}

// Tenants are the tenants of which the archive has pages of a family.
func (a *Archive) Tenants(ctx context.Context, family string) (tenants []string, err error) {
	rows, err := db.Query[struct {
		TenantID string `json:"tenant_id"`
	}](ctx, a.db, `
SELECT DISTINCT tenant_id
FROM {raw_pages}
WHERE family = {family}
ORDER BY tenant_id`, db.Args{"family": family})
	if err != nil {
		return nil, fmt.Errorf("read the tenants of the archive: %w", err)
	}
	for _, r := range rows {
		tenants = append(tenants, r.TenantID)
	}
	return tenants, nil
}

// LoadPages are the pages of one load in the archive, in their order.
func (a *Archive) LoadPages(
	ctx context.Context,
	tenant, id string,
	version, loadID uint64,
) (pages []schema.Page, err error) {
	for p, err := range a.pagesOf(ctx, tenant, []archivedLoad{{RecordID: id, Version: version, LoadID: loadID}}) {
		if err != nil {
			return nil, err
		}
		pages = append(pages, p.Page)
	}
	return pages, nil
}

// rangeEnd is the last record of the range that begins behind from; "" when
// there is none.
func (a *Archive) rangeEnd(ctx context.Context, s Selection, from string) (string, error) {
	r, err := db.QueryRow[struct {
		RecordID string `json:"last_record"`
	}](ctx, a.db, `
SELECT max(record_id) AS last_record
FROM (
    SELECT DISTINCT record_id
    FROM {raw_pages}
    WHERE {chosen}
    ORDER BY record_id
    LIMIT {range}
)`, db.Args{"chosen": a.chosenSQL(s, from, ""), "range": rangeRecords})
	return r.RecordID, err
}

// archivedLoad is a load of which the archive has every page.
type archivedLoad struct {
	RecordID string  `json:"record_id"`
	Family   string  `json:"family"`
	Version  uint64  `json:"version"`
	LoadID   uint64  `json:"last_load"`
	Start    db.Time `json:"listed_start"`
	Part     string  `json:"its_part"`
	Pages    uint32  `json:"pages"` // of [Archive.DayPages] only
}

// loadsToReplay are the loads to replay of the records in (from, to]. Only a
// load that came to its end is in the log or live: the pages of one that was
// broken off look whole when the last ones are missing. One that was refused has
// less than what is live.
func (a *Archive) loadsToReplay(ctx context.Context, s Selection, from, to string) ([]archivedLoad, error) {
	within := betweenSQL(s.Tenant, from, to)
	done := db.SQL("1")
	if s.Done != "" {
		done = db.SQL(a.db.SQL(`(p.record_id, ended.version) NOT IN (
        SELECT
            record_id,
            version
        FROM {load_log}
        WHERE {within}
            AND startsWith(run_id, {done}))`, db.Args{"within": within, "done": s.Done}))
	}
	return db.Query[archivedLoad](ctx, a.db, `
SELECT
    p.record_id AS record_id,
    ended.version AS version,
    max(p.load_id) AS last_load,
    max(p.started) AS listed_start,
    any(p.its_family) AS family,
    argMax(ended.part, p.load_id) AS its_part
FROM (
    SELECT
        record_id,
        load_id,
        max(listed_start) AS started,
        any(family) AS its_family
    FROM {raw_pages}
    WHERE {chosen}
    GROUP BY
        record_id,
        load_id
    HAVING uniqExact(page_index) = max(page_index) + 1
        AND countIf(kind = 'refused') = 0
) AS p
INNER JOIN (
    SELECT
        load_id,
        version,
        part
    FROM {load_log}
    WHERE {within}
        AND outcome != {refused}
    UNION DISTINCT
    SELECT
        load_id,
        version,
        part
    FROM {commits}
    WHERE {within}
) AS ended ON ended.load_id = p.load_id
LEFT JOIN (
    SELECT record_id, version FROM {commits} WHERE {within}
) AS live ON live.record_id = p.record_id
WHERE ended.version >= ifNull(live.version, 0)
    AND {not_done}
GROUP BY
    record_id,
    version
ORDER BY
    record_id,
    last_load`, db.Args{
		"chosen": a.chosenSQL(s, from, to), "within": within, "refused": ddl.Refused, "not_done": done,
	})
}

// betweenSQL is the condition of a tenant's records in (from, to]. A document
// that names no record has the id "", which is in no range. to "" is no bound.
func betweenSQL(tenant, from, to string) db.SQL {
	where := "tenant_id = " + db.Literal(tenant) + " AND record_id > " + db.Literal(from)
	if to != "" {
		where += " AND record_id <= " + db.Literal(to)
	}
	return db.SQL(where)
}

// chosenSQL is the condition of a selection's records in (from, to].
func (a *Archive) chosenSQL(s Selection, from, to string) db.SQL {
	within := betweenSQL(s.Tenant, from, to)
	where := within
	if s.Family != "" {
		where += db.SQL(" AND family = " + db.Literal(s.Family))
	}
	if s.Record != "" {
		where += db.SQL(" AND record_id = " + db.Literal(s.Record))
	}
	if s.Window == (schema.Window{}) {
		return where
	}
	// A record starts where its live version does, or where Graph's list said.
	return where + db.SQL(a.db.SQL(` AND record_id IN (
        SELECT record_id
        FROM {commits}
        WHERE {within}
            AND start_date_time >= {from}
            AND start_date_time < {to}
        UNION ALL
        SELECT record_id
        FROM {ledger_state}
        WHERE {within}
            AND listed_start >= {from}
            AND listed_start < {to})`, db.Args{"within": within, "from": s.Window.From, "to": s.Window.To}))
}

// pagesOf yields the pages of some loads of a tenant. An error ends it.
func (a *Archive) pagesOf(
	ctx context.Context,
	tenant string,
	loads []archivedLoad,
) iter.Seq2[schema.RawPage, error] {
	return func(yield func(schema.RawPage, error) bool) {
		byID := map[uint64]archivedLoad{}
		var records []string
		var ids []uint64
		for _, l := range loads {
			byID[l.LoadID] = l
			records, ids = append(records, l.RecordID), append(ids, l.LoadID)
		}
		body, err := a.db.Stream(ctx, "RowBinary", `
SELECT
    record_id,
    load_id,
    page_index,
    CAST(kind AS String),
    url,
    body
FROM {raw_pages}
WHERE {of_records}
    AND load_id IN ({load_ids})
ORDER BY
    record_id,
    load_id,
    page_index
LIMIT 1 BY
    load_id,
    page_index
SETTINGS max_block_size = 64, max_threads = 1`, db.Args{"of_records": db.OfRecords(tenant, records), "load_ids": ids})
		if err != nil {
			yield(schema.RawPage{}, fmt.Errorf("read pages of the archive: %w", err))
			return
		}
		defer body.Close()
		for page, err := range rawPages(body) {
			l := byID[page.LoadID]
			page.TenantID, page.Family = tenant, l.Family
			page.Version, page.Start, page.Part = l.Version, l.Start.Time, l.Part
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}
