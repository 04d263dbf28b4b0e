package commit

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/schema"
)

// ErrRowsGone means that a load has other numbers of rows than it declares,
// before its commit: somebody took rows away, or the engine lost some.
var ErrRowsGone = errors.New("rows of a load are not there")

// checkRows counts the rows of loads that are about to be committed. Each insert
// was counted when it was made; a sweep by a wrong clock, or a part that broke
// since, would else be seen by the next verify only.
func (c *Committer) checkRows(ctx context.Context, loads []schema.Load) error {
	for chunk := range db.Chunks(loads, namedBytes) {
		found, err := c.rowsOf(ctx, chunk)
		if err != nil {
			return fmt.Errorf("count the rows of %d loads before their commit: %w", len(chunk), err)
		}
		for _, l := range chunk {
			for _, t := range c.db.Family(l.Family).Tables {
				if got, want := found[l.LoadID][t.Name], l.Counts[t.Name]; got != want {
					return fmt.Errorf("record %s: %w: %d of %d of %s; the batch is not committed, "+
						"and its records stay due", l.RecordID, ErrRowsGone, got, want, t.Name)
				}
			}
		}
	}
	return nil
}

// namedBytes is what a load takes of the statement of rowsOf: its id, its day, its record.
func namedBytes(l schema.Load) int {
	return len(", 18446744073709551615") + len(", "+daySQL(l)) + db.Named(l.RecordID)
}

// daySQL is the day of a load's record. It is made by the engine, as the sort key's is: a
// start before 1970 has one, too.
func daySQL(l schema.Load) string {
	return "toDate(" + db.Literal(l.Start.UTC().Truncate(24*time.Hour)) + ")"
}

// rowsOf counts the rows of loads, by load id and table. All of the sort key is
// given, so that only the granules of these records are read. It is said once for all
// tables, so that one statement is about a thousand records and more.
func (c *Committer) rowsOf(ctx context.Context, loads []schema.Load) (map[uint64]schema.Counts, error) {
	tenants, days, records := map[string]bool{}, map[string]bool{}, map[string]bool{}
	families, ids := map[string]bool{}, make([]uint64, len(loads))
	for i, l := range loads {
		tenants[l.TenantID], records[l.RecordID], families[l.Family] = true, true, true
		days[daySQL(l)] = true
		ids[i] = l.LoadID
	}
	var parts []string
	for name := range families {
		for _, t := range c.db.Family(name).Tables {
			parts = append(parts, c.db.SQL(`
SELECT
    load_id,
    {name} AS table_name,
    count() AS found
FROM {table}
WHERE tenant_id IN (of_tenants)
    AND {day} IN (of_days)
    AND record_id IN (of_records)
    AND load_id IN (of_loads)
GROUP BY load_id`, db.Args{
				"name":  t.Name,
				"table": db.SQL(c.db.Name(t.StoredName())),
				"day":   ddl.Day(t),
			}))
		}
	}
	asked := c.db.SQL(`
WITH
    [{of_tenants}] AS of_tenants,
    [{of_days}] AS of_days,
    [{of_records}] AS of_records,
    [{of_loads}] AS of_loads`, db.Args{
		"of_tenants": slices.Sorted(maps.Keys(tenants)),
		"of_days":    db.SQL(strings.Join(slices.Sorted(maps.Keys(days)), ", ")),
		"of_records": slices.Sorted(maps.Keys(records)),
		"of_loads":   ids,
	})
	rows, err := db.Query[struct {
		LoadID uint64 `json:"load_id"`
		Table  string `json:"table_name"`
		Found  uint64 `json:"found"`
	}](ctx, c.db, asked+strings.Join(parts, "\nUNION ALL\n"), nil)
	if err != nil {
		return nil, err
	}
	found := map[uint64]schema.Counts{}
	for _, r := range rows {
		if found[r.LoadID] == nil {
			found[r.LoadID] = schema.Counts{}
		}
		found[r.LoadID][r.Table] = r.Found
	}
	return found, nil
}
