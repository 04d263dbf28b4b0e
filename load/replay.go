package load

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// Selection is what a replay reads from the vault: the whole of it, or less.
type Selection struct {
	Tenant string
	Record string        // only this record; "" is all
	Window schema.Window // only records that start in it; the zero window is all
	Done   string        // leave out what runs whose id begins so have loaded; "" is nothing
}

// Records are read from the vault in ranges of so many, and their pages in
// queries of so few: what is in memory at once does not grow with the vault.
const (
	rangeRecords = 10_000
	queryLoads   = 50
)

// Pages yields the pages of a selection, each load's in their order and those
// of one record side by side. A record's loads are the last one of its live
// version of which the vault has every page, and those of newer versions that
// were set aside: another decoder may be able to read them.
func (w *Warehouse) Pages(ctx context.Context, s Selection) iter.Seq2[schema.RawPage, error] {
	return func(yield func(schema.RawPage, error) bool) {
		for from := ""; ; {
			to, err := w.rangeEnd(ctx, s, from)
			if err == nil && to == "" {
				return
			}
			var kept []keptLoad
			if err == nil {
				kept, err = w.keptLoads(ctx, s, from, to)
			}
			if err != nil {
				yield(schema.RawPage{}, fmt.Errorf("read the vault behind record %q: %w", from, err))
				return
			}
			for some := range slices.Chunk(kept, queryLoads) {
				if !w.pages(ctx, s.Tenant, some, yield) {
					return
				}
			}
			from = to
		}
	}
}

// RecordCount is the number of records of a selection in the vault, about: it
// counts those too that have no load that can be replayed.
func (w *Warehouse) RecordCount(ctx context.Context, s Selection) (records uint64, err error) {
	type row struct{ N uint64 }
	rows, err := query[row](ctx, w, fmt.Sprintf("SELECT uniqCombined(record_id) AS N FROM %s WHERE %s",
		w.name(ddl.RawPages.Name), w.chosen(s, "", "")))
	if err != nil {
		return 0, fmt.Errorf("count the records of the vault: %w", err)
	}
	return rows[0].N, nil
}

// Tenants are the tenants of which the vault has pages.
func (w *Warehouse) Tenants(ctx context.Context) (tenants []string, err error) {
	type row struct{ ID string }
	rows, err := query[row](ctx, w, "SELECT DISTINCT tenant_id AS ID FROM "+w.name(ddl.RawPages.Name)+" ORDER BY ID")
	if err != nil {
		return nil, fmt.Errorf("read the tenants of the vault: %w", err)
	}
	for _, r := range rows {
		tenants = append(tenants, r.ID)
	}
	return tenants, nil
}

// rangeEnd is the last record of the range that begins behind from; "" when
// there is none.
func (w *Warehouse) rangeEnd(ctx context.Context, s Selection, from string) (string, error) {
	type row struct{ ID string }
	rows, err := query[row](ctx, w, fmt.Sprintf(
		"SELECT max(record_id) AS ID FROM (SELECT DISTINCT record_id FROM %s WHERE %s ORDER BY record_id LIMIT %d)",
		w.name(ddl.RawPages.Name), w.chosen(s, from, ""), rangeRecords))
	if err != nil {
		return "", err
	}
	return rows[0].ID, nil
}

// keptLoad is a load of which the vault has every page.
type keptLoad struct {
	ID            string // of the record
	Version, Load uint64
}

// keptLoads are the loads to replay of the records in (from, to]. Only a load
// that came to its end is in the log or live: the pages of one that was broken
// off look whole when the last ones are missing.
const keptLoads = `
SELECT p.record_id AS ID, k.version AS Version, max(p.load_id) AS Load
FROM (
    SELECT record_id, load_id FROM %[1]s WHERE %[4]s
    GROUP BY record_id, load_id HAVING uniqExact(page_index) = max(page_index) + 1 AND countIf(kind = 'refused') = 0
) AS p
INNER JOIN (
    SELECT load_id, version FROM %[2]s WHERE %[5]s UNION DISTINCT SELECT load_id, version FROM %[3]s WHERE %[5]s
) AS k ON k.load_id = p.load_id
LEFT JOIN (SELECT record_id, version FROM %[3]s WHERE %[5]s) AS l ON l.record_id = p.record_id
WHERE k.version >= ifNull(l.version, 0)%[6]s
GROUP BY ID, Version
ORDER BY ID, Load`

func (w *Warehouse) keptLoads(ctx context.Context, s Selection, from, to string) ([]keptLoad, error) {
	within := between(s.Tenant, from, to)
	done := ""
	if s.Done != "" {
		done = fmt.Sprintf("\n    AND (p.record_id, k.version) NOT IN (SELECT record_id, version FROM %s WHERE %s AND startsWith(run_id, %s))",
			w.name(ddl.LoadLog.Name), within, engine.Quote(s.Done))
	}
	return query[keptLoad](ctx, w, fmt.Sprintf(keptLoads, w.name(ddl.RawPages.Name), w.name(ddl.LoadLog.Name),
		w.commits(), w.chosen(s, from, to), within, done))
}

// between is the condition of a tenant's records in (from, to]. A document that
// names no record has the id "", which is in no range. to "" is no bound.
func between(tenant, from, to string) string {
	where := fmt.Sprintf("tenant_id = %s AND record_id > %s", engine.Quote(tenant), engine.Quote(from))
	if to != "" {
		where += " AND record_id <= " + engine.Quote(to)
	}
	return where
}

// chosen is the condition of a selection's records in (from, to].
func (w *Warehouse) chosen(s Selection, from, to string) string {
	within := between(s.Tenant, from, to)
	where := within
	if s.Record != "" {
		where += " AND record_id = " + engine.Quote(s.Record)
	}
	if s.Window != (schema.Window{}) {
		where += fmt.Sprintf(" AND record_id IN (%s)", w.starting(s.Window, within))
	}
	return where
}

// starting are the records that start in a window: by their live version, or
// by what Graph's list said.
func (w *Warehouse) starting(win schema.Window, within string) string {
	in := func(start string) string {
		return fmt.Sprintf("%s >= %s AND %[1]s < %[3]s", start, instantSQL(win.From), instantSQL(win.To))
	}
	return fmt.Sprintf("SELECT record_id FROM %s WHERE %s AND %s UNION ALL SELECT record_id FROM (SELECT record_id, max(listed) AS newest FROM %s WHERE %[2]s GROUP BY record_id) WHERE %[5]s",
		w.name(schema.Records.Name), within, in(schema.Records.Start), w.name(ddl.Ledger.Name), in("newest.2"))
}

// instantSQL is an instant as SQL, exact to 100 ns.
func instantSQL(t time.Time) string {
	return fmt.Sprintf("toDateTime64(%s, 7, 'UTC')", engine.Quote(t.UTC().Format("2006-01-02 15:04:05.0000000")))
}

// pages yields the pages of some loads; it is false when no more are wanted.
func (w *Warehouse) pages(ctx context.Context, tenant string, kept []keptLoad, yield func(schema.RawPage, error) bool) bool {
	versions := map[uint64]uint64{}
	var records, loads []string
	for _, k := range kept {
		versions[k.Load] = k.Version
		records, loads = append(records, engine.Quote(k.ID)), append(loads, fmt.Sprint(k.Load))
	}
	body, err := w.engine.Query(ctx, fmt.Sprintf(
		"SELECT record_id, load_id, page_index, CAST(kind AS String), url, body FROM %s "+
			"WHERE tenant_id = %s AND record_id IN (%s) AND load_id IN (%s) "+
			"ORDER BY record_id, load_id, page_index LIMIT 1 BY load_id, page_index SETTINGS max_block_size = 64, max_threads = 1",
		w.name(ddl.RawPages.Name), engine.Quote(tenant), strings.Join(records, ", "), strings.Join(loads, ", ")), "RowBinary")
	if err != nil {
		return yield(schema.RawPage{}, fmt.Errorf("read pages of the vault: %w", err)) && false
	}
	defer body.Close()
	for page, err := range rawPages(body) {
		page.TenantID, page.Version = tenant, versions[page.LoadID]
		if !yield(page, err) || err != nil {
			return false
		}
	}
	return true
}
