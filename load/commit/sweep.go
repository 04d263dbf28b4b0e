package commit

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
)

// SweepAge is how old a load must be before a sweep may take it for dead, unless
// the options say otherwise. A load must not commit once it is half as old, so
// that three hours lie between the last commit and the first sweep of a load.
const SweepAge = 6 * time.Hour

// Swept is what a sweep took away.
type Swept struct {
	Rows  uint64
	Bytes uint64 // compressed: the rows' share of the parts that held them
}

// Sweep deletes the rows of dead loads: loads that began so long ago, and were
// already superseded then. Loads in flight must be younger. The age is measured
// by the clock that all loaders share. The archive is not swept. When it breaks
// off, what it swept is counted, and the next sweep does the rest.
func (c *Committer) Sweep(ctx context.Context, age time.Duration) (Swept, error) {
	now, err := c.db.Now(ctx)
	if err != nil {
		return Swept{}, err
	}
	return c.SweepWhere(ctx, c.deadSQL(now.Add(-age)))
}

// SweepWhere deletes the rows of all data tables, and those of facts, that fulfil a condition on
// whole loads. When it breaks off, what it swept is counted.
func (c *Committer) SweepWhere(ctx context.Context, dead db.SQL) (all Swept, err error) {
	var tables []string
	for _, t := range c.db.DataTables() {
		tables = append(tables, t.StoredName())
	}
	for _, table := range append(tables, ddl.FactsTables(c.db)...) {
		swept, err := c.sweepTable(ctx, table, dead)
		all.Rows += swept.Rows
		all.Bytes += swept.Bytes
		if err != nil {
			return all, fmt.Errorf("%d rows are swept: %w", all.Rows, err)
		}
	}
	return all, nil
}

// deadSQL is the condition of a dead row: of a load that neither is in loads nor
// in settled_loads, or that a commit replaces. A load is in both tables for a
// while, so that it is in one, whichever is read first. A load that was
// superseded by one begun after the cutoff is spared: a reader may have read the
// commits before, and be about to read its rows.
func (c *Committer) deadSQL(before time.Time) db.SQL {
	return db.SQL(c.db.SQL(`load_id < {cutoff}
    AND load_id NOT IN (SELECT load_id FROM {loads} FINAL)
    AND (load_id NOT IN (SELECT load_id FROM {settled_loads} FINAL) OR load_id IN ({replaced}))
    AND record_id NOT IN (SELECT record_id FROM {loads} FINAL WHERE load_id >= {cutoff})`, db.Args{
		"cutoff":   db.FirstLoadAt(before),
		"replaced": ddl.ElementsSQL(c.db, "replaces"),
	}))
}

// enough is the share of dead rows that is worth a sweep, and writing a
// partition anew: a tenth. Partitions of more than rewriteBytes are left to the
// engine's own merges.
const (
	enough       = 10
	rewriteBytes = 4 << 30
)

// sweepTable deletes the dead rows of one table, and writes anew the partitions
// of which they were more than a tenth.
func (c *Committer) sweepTable(ctx context.Context, table string, dead db.SQL) (swept Swept, err error) {
	_, store := c.db.Databases()
	partitions, err := db.Query[struct {
		ID    string `json:"partition_id"`
		Dead  uint64 `json:"dead"`
		Rows  uint64 `json:"stored"`
		Bytes uint64 `json:"bytes"` // on disk
	}](ctx, c.db, `
SELECT
    partition_id,
    dead,
    stored,
    bytes
FROM (
    SELECT
        _partition_id AS partition_id,
        count() AS dead
    FROM {table}
    WHERE {dead}
    GROUP BY partition_id
) AS d
LEFT JOIN (
    SELECT
        partition_id,
        sum(rows) AS stored,
        sum(bytes_on_disk) AS bytes
    FROM {system_parts}
    WHERE active
        AND database = {store}
        AND table = {local}
    GROUP BY partition_id
) AS p USING (partition_id)`, db.Args{
		"table": db.SQL(c.db.Name(table)), "dead": dead,
		"system_parts": db.SQL(c.db.System("parts")), "store": store, "local": c.db.Local(table),
	})
	if err != nil {
		return swept, fmt.Errorf("count dead rows of %s: %w", table, err)
	}
	if len(partitions) == 0 {
		return swept, nil
	}
	if err := c.db.Delete(ctx, table, dead); err != nil {
		return swept, err
	}
	for _, p := range partitions {
		swept.Rows += p.Dead
		swept.Bytes += uint64(float64(p.Bytes) * float64(p.Dead) / float64(max(p.Rows, p.Dead)))
		if p.Dead*enough > p.Rows && p.Bytes < rewriteBytes {
			if err := c.db.Merge(ctx, c.db.Local(table), p.ID, true); err != nil {
				return swept, fmt.Errorf(
					"dead rows are swept, but take up their space until the engine merges: %w",
					err,
				)
			}
		}
	}
	return swept, nil
}
