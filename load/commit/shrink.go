package commit

import (
	"context"
	"fmt"
	"strings"

	"callrecords/load/db"
	"callrecords/schema"
)

// shrinking says which loads would take rows away from another one of the same
// version, and what, by load id. A part must not pass for the whole: it has no
// mark of its own when another tool has cut it. Loads that may do so are not
// asked about, so that what Graph sent costs no query.
func (c *Committer) shrinking(ctx context.Context, loads []schema.Load) (map[uint64]string, error) {
	ids := map[string][]string{}
	for _, l := range loads {
		if !l.MayShrink {
			ids[l.TenantID] = append(ids[l.TenantID], l.RecordID)
		}
	}
	live, err := c.liveCounts(ctx, ids)
	if err != nil {
		return nil, err
	}
	reasons := map[uint64]string{}
	for _, l := range loads { // in their order: a batch can have a record twice
		key := db.RecordKey{TenantID: l.TenantID, RecordID: l.RecordID}
		before, known := live[key]
		if known && !l.MayShrink && l.Version == before.version {
			if lacks := lacking(c.db.Family(l.Family), l.Counts, before.counts); lacks != "" {
				reasons[l.LoadID] = fmt.Sprintf("version %d is live with more rows: this load has %s",
					l.Version, lacks)
				continue
			}
		}
		if !known || l.Version >= before.version {
			live[key] = liveCounts{l.Version, l.Counts}
		}
	}
	return reasons, nil
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
}

// liveCounts reads what the live loads of records declare, of ids by tenant. The
// view commits says the same, but reads all commits for it.
func (c *Committer) liveCounts(
	ctx context.Context,
	ids map[string][]string,
) (map[db.RecordKey]liveCounts, error) {
	live := map[db.RecordKey]liveCounts{}
	for tenant, ids := range ids {
		err := db.InChunks(ids, func(chunk []string) error {
			rows, err := db.Query[struct {
				RecordID string        `json:"record_id"`
				Version  uint64        `json:"version"`
				Counts   schema.Counts `json:"row_counts"`
			}](ctx, c.db, `
SELECT
    record_id,
    version,
    row_counts
FROM (
    SELECT
        record_id,
        version,
        row_counts,
        1 AS is_last
    FROM {loads} FINAL
    WHERE {of_records}
    UNION ALL
    SELECT
        record_id,
        version,
        row_counts,
        0 AS is_last
    FROM {settled_loads} FINAL
    WHERE {of_records}
)
ORDER BY
    version,
    is_last`, db.Args{"of_records": db.OfRecords(tenant, chunk)})
			for _, r := range rows { // the last one is live
				live[db.RecordKey{TenantID: tenant, RecordID: r.RecordID}] = liveCounts{r.Version, r.Counts}
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read how many rows %d records have: %w", len(ids), err)
		}
	}
	return live, nil
}
