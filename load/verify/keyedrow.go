package verify

import (
	"context"
	"fmt"

	"callrecords/load/db"
	"callrecords/schema"
)

// KeyedRow is a row that readers see, of a level whose objects stand each by itself: a call
// of a log, which is in the record of its day.
type KeyedRow struct {
	TenantID, RecordID, Table string
	Columns                   []string // all of the table
	Values                    []string // as text; \N for NULL
}

// maxKeyedRows is how many rows of one key are read. A key is one row's, unless the service
// gives it twice.
const maxKeyedRows = 10

// RowsOfKey finds the rows with a key in the families that have keys, such as the id of a call.
func (v *Verifier) RowsOfKey(ctx context.Context, key string) (found []KeyedRow, err error) {
	for _, f := range v.db.Families() {
		for _, l := range f.Levels {
			t, of, ok := keyed(f, l)
			if !ok {
				continue
			}
			text, err := v.db.Text(ctx, `
SELECT
    {columns}
FROM {table}
WHERE {of} = {key}
ORDER BY
    tenant_id,
    record_id
LIMIT {most}`, db.Args{
				"columns": db.Columns(t.Columns), "table": db.SQL(v.db.Name(t.Name)), "of": db.SQL(of), "key": key,
				"most": uint64(maxKeyedRows),
			})
			if err != nil {
				return nil, fmt.Errorf("find a row of %s by its %s: %w", t.Name, of, err)
			}
			for _, row := range text[1:] {
				r := KeyedRow{Table: t.Name, Columns: text[0], Values: row}
				r.TenantID, r.RecordID = r.Value("tenant_id"), r.Value("record_id")
				found = append(found, r)
			}
		}
	}
	return found, nil
}

// RecordsWithout are the ids of records whose live load names a key among the rows that
// could not be read ([schema.Aside]).
func (v *Verifier) RecordsWithout(ctx context.Context, key string) ([]string, error) {
	rows, err := db.Query[struct {
		RecordID string `json:"record_id"`
	}](ctx, v.db, `
SELECT DISTINCT record_id
FROM {record_state}
WHERE position(live_part, {named}) > 0
ORDER BY record_id
LIMIT {most}`, db.Args{"named": schema.AsideKey(key), "most": uint64(maxKeyedRows)})
	if err != nil {
		return nil, fmt.Errorf("find a row that was set aside: %w", err)
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.RecordID
	}
	return ids, nil
}

// Value is the text of a column.
func (r KeyedRow) Value(column string) string {
	for i, name := range r.Columns {
		if name == column {
			return r.Values[i]
		}
	}
	return ""
}

// keyed is the table of a level's rows, and the column that has their key.
func keyed(f schema.Family, l schema.Level) (t schema.Table, column string, ok bool) {
	if l.Key == "" {
		return t, "", false
	}
	for _, t := range f.Tables {
		for _, c := range t.Columns {
			if t.RowPath == l.Path && c.Source == l.Path+"."+l.Key {
				return t, c.Name, true
			}
		}
	}
	return t, "", false
}
