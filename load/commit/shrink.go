package commit

import (
	"context"
	"fmt"
	"strings"
	"time"

	"callrecords/load/db"
	"callrecords/schema"
)

// besideLive is what the live loads of the same versions make of some loads, by load id.
type besideLive struct {
	shrinks map[uint64]string // the load would take rows away, and which
	whole   map[uint64]bool   // the load has all that the live one has, which is whole
}

// besideLive holds loads against the live ones. A part must not pass for the whole: it
// has no mark of its own when another tool has cut it. The other way round, a load that
// only may be a part is none beside a whole one of as many rows, once Graph has
// forgotten the record: it would be due, and then lost, for nothing. Loads that may take
// rows away are not asked about, so that what Graph sent costs no query.
func (c *Committer) besideLive(
	ctx context.Context, now time.Time, loads []schema.Load,
) (b besideLive, err error) {
	ids := map[string][]string{}
	for _, l := range loads {
		if !l.MayShrink {
			ids[l.TenantID] = append(ids[l.TenantID], l.RecordID)
		}
	}
	live, err := c.liveCounts(ctx, ids)
	if err != nil {
		return b, err
	}
	b = besideLive{map[uint64]string{}, map[uint64]bool{}}
	for _, l := range loads { // in their order: a batch can have a record twice
		key := db.RecordKey{TenantID: l.TenantID, RecordID: l.RecordID}
		before, known := live[key]
		if known && !l.MayShrink && l.Version == before.version {
			family := c.db.Family(l.Family)
			if lacks := lacking(family, l.Counts, before.counts); lacks != "" {
				b.shrinks[l.LoadID] = fmt.Sprintf("version %d is live with more rows: this load has %s",
					l.Version, lacks)
				continue
			}
			b.whole[l.LoadID] = before.whole && family.Expires(l.Start).Before(now)
		}
		if !known || l.Version >= before.version {
			live[key] = liveCounts{l.Version, l.Counts, l.Part == "" || b.whole[l.LoadID]}
		}
	}
	return b, nil
}

// lacking names the tables in which a load has fewer rows than another.
func lacking(f schema.Family, load, other schema.Counts) string {
	var lacks []string
	for _, t := range f.Tables {
		if load[t.Name] < other[t.Name] {
			lacks = append(lacks, fmt.Sprintf("%d of %d %s", load[t.Name], other[t.Name], t.Name))
		}
	}
	return strings.Join(lacks, ", ")
}

// liveCounts is what a live load declares.
type liveCounts struct {
	version uint64
	counts  schema.Counts
	whole   bool
}

// liveCounts reads what the live loads of records declare, of ids by tenant. The
// view commits says the same, but reads all commits for it.
func (c *Committer) liveCounts(
	ctx context.Context,
	ids map[string][]string,
) (map[db.RecordKey]liveCounts, error) {
	live := map[db.RecordKey]liveCounts{}
	for tenant, ids := range ids {
		for chunk := range db.Chunks(ids, func(id string) int { return 2 * db.Named(id) }) {
			rows, err := db.Query[struct {
				RecordID string        `json:"record_id"`
				Version  uint64        `json:"version"`
				Counts   schema.Counts `json:"row_counts"`
				Part     string        `json:"part"`
			}](ctx, c.db, `
SELECT
    record_id,
    version,
    row_counts,
    part
FROM (
    SELECT
        record_id,
        version,
        row_counts,
        part,
        1 AS is_last
    FROM {loads} FINAL
    WHERE {of_records}
    UNION ALL
    SELECT
        record_id,
        version,
        row_counts,
        part,
        0 AS is_last
    FROM {settled_loads} FINAL
    WHERE {of_records}
)
ORDER BY
    version,
    is_last`, db.Args{"of_records": db.OfRecords(tenant, chunk)})
			for _, r := range rows { // the last one is live
				key := db.RecordKey{TenantID: tenant, RecordID: r.RecordID}
				live[key] = liveCounts{r.Version, r.Counts, r.Part == ""}
			}
			if err != nil {
				return nil, fmt.Errorf("read how many rows %d records have: %w", len(ids), err)
			}
		}
	}
	return live, nil
}
