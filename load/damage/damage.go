// Package damage looks for what the engine lost or cannot read. The engine says
// nothing of it by itself: it answers with what is left.
package damage

import (
	"context"
	"fmt"
	"slices"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/load/engine"
)

// Kind is one kind of damage. Its text is a contract: verify prints it.
type Kind string

// The kinds.
const (
	BrokenPart  Kind = "broken_part"  // a part that the engine set aside or cannot read
	RowsMissing Kind = "rows_missing" // a run found fewer rows, or commits, than there should be
)

// Damage is one thing that is broken.
type Damage struct {
	Kind     Kind
	TenantID string // "" when it is not of one tenant
	Detail   string // where, and what is wrong
}

// Look looks for parts that the engine set aside, records without the commit that
// the ledger knows of, and months of a table with fewer rows than the live loads
// declare. It is cheap enough for every run, and rough: rows of dead loads count as
// stored.
func Look(ctx context.Context, d *db.DB) ([]Damage, error) {
	parts, err := Detached(ctx, d)
	if err != nil {
		return nil, err
	}
	commits, err := commitsGone(ctx, d)
	if err != nil {
		return nil, err
	}
	rows, err := rowsGone(ctx, d)
	return slices.Concat(parts, commits, rows), err
}

// commitsGone compares how many records the ledger calls loaded with how many
// have a commit, per tenant. The ledger is told last, and is read first.
func commitsGone(ctx context.Context, d *db.DB) ([]Damage, error) {
	type count struct {
		TenantID string `json:"tenant_id"`
		Records  uint64 `json:"n"`
	}
	loaded, err := db.Query[count](ctx, d, `
SELECT
    tenant_id,
    uniqExact(family, record_id) AS n
FROM {ledger}
WHERE loaded_version IS NOT NULL
GROUP BY tenant_id
ORDER BY tenant_id`, nil)
	if err != nil {
		return nil, fmt.Errorf("count what the ledger calls loaded: %w", err)
	}
	live, err := db.Query[count](ctx, d, `
SELECT
    tenant_id,
    count() AS n
FROM {commits}
GROUP BY tenant_id`, nil)
	if err != nil {
		return nil, fmt.Errorf("count the commits: %w", err)
	}
	has := map[string]uint64{}
	for _, c := range live {
		has[c.TenantID] = c.Records
	}
	var found []Damage
	for _, c := range loaded {
		if has[c.TenantID] < c.Records {
			found = append(found, Damage{
				Kind: RowsMissing, TenantID: c.TenantID,
				Detail: fmt.Sprintf("table loads: %d records have a commit, and the ledger calls %d loaded",
					has[c.TenantID], c.Records),
			})
		}
	}
	return found, nil
}

// harmless are the reasons for which the engine keeps a part aside that it does
// not miss (ClickHouse, src/Storages/MergeTree/MergeTreeDataPart, DetachedPartInfo):
// copies, and parts on their way in or out.
var harmless = []string{"ignored", "clone", "cloned", "attaching", "deleting", "tmp-fetch", "covered-by-broken"}

// Detached are the parts of the warehouse that are on the disk and not in
// their table.
func Detached(ctx context.Context, d *db.DB) ([]Damage, error) {
	_, store := d.Databases()
	from, _ := d.AllNodes("detached_parts")
	rows, err := db.Query[struct {
		Table  string `json:"table"`
		Name   string `json:"name"`
		Reason string `json:"reason"`
	}](ctx, d, `
SELECT
    table,
    name,
    ifNull(reason, '') AS reason
FROM {detached_parts}
WHERE database = {store}
    AND reason NOT IN ({harmless})
ORDER BY
    table,
    name`, db.Args{"detached_parts": db.SQL(from), "store": store, "harmless": harmless})
	if err != nil {
		return nil, fmt.Errorf("look for detached parts: %w", err)
	}
	var found []Damage
	for _, r := range rows {
		if r.Reason == "" {
			r.Reason = "detached by hand"
		}
		found = append(found, Damage{
			Kind:   BrokenPart,
			Detail: fmt.Sprintf("table %s, part %s: %s", r.Table, r.Name, r.Reason),
		})
	}
	return found, nil
}

// rowsGone compares, per table and month of starts, what the live loads declare
// with what the engine's parts hold.
func rowsGone(ctx context.Context, d *db.DB) ([]Damage, error) {
	local := map[string]string{}
	for _, t := range d.DataTables() {
		local[t.Name] = d.Local(t.StoredName())
	}
	declared, err := db.Query[struct {
		Table string `json:"table_name"`
		Month string `json:"month"`
		Rows  uint64 `json:"declared"`
	}](ctx, d, `
SELECT
    table_name,
    toString(toYYYYMM(start_date_time)) AS month,
    sum(declared_rows) AS declared
FROM {commits}
ARRAY JOIN
    mapKeys(row_counts) AS table_name,
    mapValues(row_counts) AS declared_rows
GROUP BY
    table_name,
    month
ORDER BY
    table_name,
    month`, nil)
	if err != nil {
		return nil, fmt.Errorf("sum what the loads declare: %w", err)
	}
	_, store := d.Databases()
	parts, err := db.Query[struct {
		Table string `json:"table"`
		Month string `json:"partition"`
		Rows  uint64 `json:"stored"`
	}](ctx, d, `
SELECT
    table,
    partition,
    sum(rows) AS stored
FROM {system_parts}
WHERE active
    AND NOT startsWith(partition_id, 'patch-')
    AND database = {store}
GROUP BY
    table,
    partition`, db.Args{"system_parts": db.SQL(d.System("parts")), "store": store})
	if err != nil {
		return nil, fmt.Errorf("sum what is stored: %w", err)
	}
	type place struct{ table, month string }
	stored := map[place]uint64{}
	for _, p := range parts {
		stored[place{p.Table, p.Month}] = p.Rows
	}
	var found []Damage
	for _, want := range declared {
		if has := stored[place{local[want.Table], want.Month}]; has < want.Rows {
			found = append(found, Damage{
				Kind: RowsMissing,
				Detail: fmt.Sprintf("table %s, month %s: %d rows are stored, and the live loads declare %d",
					want.Table, want.Month, has, want.Rows),
			})
		}
	}
	return found, nil
}

// Values makes the engine read every part of the warehouse and hold it
// against its checksums (ClickHouse, CHECK TABLE). It reads all that is stored.
func Values(ctx context.Context, d *db.DB) ([]Damage, error) {
	_, store := d.Databases()
	var found []Damage
	for _, t := range ddl.Tables(d.Families(), d.Views()) {
		rows, err := db.Query[struct {
			Part    string `json:"part_path"`
			Passed  uint64 `json:"is_passed"`
			Message string `json:"message"`
		}](ctx, d, "CHECK TABLE {stored} SETTINGS check_query_single_value_result = 0", db.Args{
			"stored": db.SQL(engine.Qualify(store, d.Local(t.Name))),
		})
		if err != nil {
			return nil, fmt.Errorf("check the values of %s: %w", t.Name, err)
		}
		for _, r := range rows {
			if r.Passed == 0 {
				found = append(found, Damage{
					Kind:   BrokenPart,
					Detail: fmt.Sprintf("table %s, part %s: %s", t.Name, r.Part, r.Message),
				})
			}
		}
	}
	return found, nil
}
