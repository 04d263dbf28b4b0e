package archive

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/schema"
)

// StoredPage is a page of the archive with the number of pages of its load.
type StoredPage struct {
	schema.RawPage
	Pages uint32
}

// Days are the UTC days on which loads began that the archive has pages of, of one family
// of a tenant; the oldest first.
func (a *Archive) Days(ctx context.Context, tenant, family string) (days []time.Time, err error) {
	rows, err := db.Query[struct {
		Day uint64 `json:"day"`
	}](ctx, a.db, `
SELECT DISTINCT intDiv(load_id, {loads_per_day}) AS day
FROM {raw_pages}
WHERE tenant_id = {tenant}
    AND family = {family}
ORDER BY day`, db.Args{"loads_per_day": db.LoadsPerDay, "tenant": tenant, "family": family})
	if err != nil {
		return nil, fmt.Errorf("read the days of the archive: %w", err)
	}
	for _, r := range rows {
		days = append(days, db.LoadDay(r.Day))
	}
	return days, nil
}

// DayPages yields the pages of the loads that began on a UTC day: of all that came to an
// end, whether they are live, replaced or were set aside. Each load's are in their order
// and side by side. What never ended, was refused, or lacks a page is left out: none of it
// could be loaded again. An error ends it.
//
// Pages are stored soon after their load began, so that the days around this one are all
// that is read of a table that is partitioned by when they were stored.
func (a *Archive) DayPages(
	ctx context.Context, tenant, family string, day time.Time,
) iter.Seq2[StoredPage, error] {
	return func(yield func(StoredPage, error) bool) {
		loads, err := db.Query[archivedLoad](ctx, a.db, `
SELECT
    p.record_id AS record_id,
    {family} AS family,
    ended.version AS version,
    p.load_id AS last_load,
    p.started AS listed_start,
    p.stored AS pages,
    ended.its_part AS its_part
FROM (
    SELECT
        record_id,
        load_id,
        max(listed_start) AS started,
        uniqExact(page_index) AS stored
    FROM {raw_pages}
    WHERE {of_day}
        AND family = {family}
        AND fetched_at >= {day_before}
        AND fetched_at < {days_later}
    GROUP BY
        record_id,
        load_id
    HAVING stored = max(page_index) + 1
        AND countIf(kind = 'refused') = 0
) AS p
INNER JOIN (
    SELECT
        load_id,
        any(version) AS version,
        any(part) AS its_part
    FROM (
        SELECT
            load_id,
            version,
            part
        FROM {load_log}
        WHERE {of_day}
            AND outcome IN ({committed}, {set_aside})
        UNION ALL
        SELECT
            load_id,
            version,
            part
        FROM {commits}
        WHERE {of_day}
    )
    GROUP BY load_id
) AS ended ON ended.load_id = p.load_id
ORDER BY
    record_id,
    last_load`, db.Args{
			"family": family, "committed": ddl.Committed, "set_aside": ddl.SetAside,
			"of_day": db.SQL(a.db.SQL(`tenant_id = {tenant}
    AND load_id >= {from}
    AND load_id < {to}`, db.Args{
				"tenant": tenant, "from": db.FirstLoadAt(day), "to": db.FirstLoadAt(day.AddDate(0, 0, 1)),
			})),
			"day_before": day.AddDate(0, 0, -1), "days_later": day.AddDate(0, 0, 3),
		})
		if err != nil {
			yield(StoredPage{}, fmt.Errorf("read the loads of %s in the archive: %w", day.Format(time.DateOnly), err))
			return
		}
		for some := range slices.Chunk(loads, queryLoads) {
			pages := map[uint64]uint32{}
			for _, l := range some {
				pages[l.LoadID] = l.Pages
			}
			for p, err := range a.pagesOf(ctx, tenant, some) {
				if !yield(StoredPage{p, pages[p.LoadID]}, err) || err != nil {
					return
				}
			}
		}
	}
}
