package ledger

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/schema"
)

// Due is what a tenant's records still lack, the one nearest to expiry first.
// The view ledger_state says what is due, due_records which records are.
func (l *Ledger) Due(ctx context.Context, tenant string) ([]schema.Due, error) {
	rows, err := db.Query[struct {
		RecordID string  `json:"record_id"`
		Version  uint64  `json:"listed_version"`
		Start    db.Time `json:"listed_start"`
		End      db.Time `json:"listed_end"`
		Built    uint64  `json:"is_loaded"`
		Attempts uint64  `json:"attempts"`
		Reason   string  `json:"incident_reason"`
	}](ctx, l.db, `
SELECT
    record_id,
    listed_version,
    listed_start,
    listed_end,
    is_loaded,
    attempts,
    incident_reason
FROM {due_records}
WHERE tenant_id = {tenant}
    AND family = {family}
ORDER BY
    listed_start,
    record_id`, db.Args{"tenant": tenant, "family": l.family.Name})
	if err != nil {
		return nil, fmt.Errorf("read what is due: %w", err)
	}
	list := make([]schema.Due, len(rows))
	for i, r := range rows {
		list[i] = schema.Due{
			Header: schema.Header{ID: r.RecordID, Version: r.Version, Start: r.Start.Time, End: r.End.Time},
			Built:  r.Built == 1, Attempts: r.Attempts, Reason: r.Reason,
		}
	}
	return list, nil
}

// CountSince is how many of a tenant's records the ledger has that started at or
// after a time.
func (l *Ledger) CountSince(ctx context.Context, tenant string, since time.Time) (uint64, error) {
	r, err := db.QueryRow[struct {
		N uint64 `json:"n"`
	}](ctx, l.db, `
SELECT uniq(record_id) AS n
FROM {ledger}
WHERE tenant_id = {tenant}
    AND family = {family}
    AND listed.start >= {since}`, db.Args{"tenant": tenant, "family": l.family.Name, "since": since})
	if err != nil {
		return 0, fmt.Errorf("count the ledger's records: %w", err)
	}
	return r.N, nil
}
