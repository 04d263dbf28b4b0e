package ledger

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/schema"
)

// Ledger is the ledger of one family's records. It may be used from several
// goroutines.
type Ledger struct {
	db     *db.DB
	family schema.Family
}

// New is a family's ledger.
func New(d *db.DB, family schema.Family) *Ledger { return &Ledger{d, family} }

// RecordListed writes into the ledger what the list showed, and returns how many
// of the headers are new, have a new version, or had been lost. The others are
// in the ledger already, so that listing the same window again costs no rows.
func (l *Ledger) RecordListed(
	ctx context.Context,
	tenant string,
	now time.Time,
	headers []schema.Header,
) (fresh int, err error) {
	headers, err = l.NewHeaders(ctx, tenant, headers)
	if err != nil {
		return 0, err
	}
	var rows []db.Row
	for _, h := range headers {
		row := l.row(tenant, h.ID)
		row["listed"] = []any{h.Version, h.Start, h.End}
		row["first_listed_at"], row["last_listed_at"] = now, now
		rows = append(rows, row)
	}
	return len(rows), l.db.Write(ctx, ddl.Ledger, rows)
}

// row is a row that says nothing yet. The states of all rows of a record combine,
// and what is left out says nothing.
func (l *Ledger) row(tenant, id string) db.Row {
	return db.Row{"tenant_id": tenant, "family": l.family.Name, "record_id": id}
}

// NewHeaders are the headers that Graph's list shows and the ledger does not
// have: records it never saw, newer versions, and records that were lost and are
// listed again.
func (l *Ledger) NewHeaders(
	ctx context.Context,
	tenant string,
	headers []schema.Header,
) ([]schema.Header, error) {
	type known struct {
		RecordID string `json:"record_id"`
		Version  uint64 `json:"listed_version"`
		Lost     uint64 `json:"lost"`
	}
	byID := map[string]known{}
	err := db.InChunks(headers, func(chunk []schema.Header) error {
		ids := make([]string, len(chunk))
		for i, h := range chunk {
			ids[i] = h.ID
		}
		rows, err := db.Query[known](ctx, l.db, `
SELECT
    record_id,
    listed_version,
    lost
FROM {ledger_state}
WHERE {of_records}
    AND family = {family}`, db.Args{"of_records": db.OfRecords(tenant, ids), "family": l.family.Name})
		for _, r := range rows {
			byID[r.RecordID] = r
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	var fresh []schema.Header
	for _, h := range headers {
		if k, ok := byID[h.ID]; !ok || k.Version < h.Version || k.Lost == 1 {
			fresh = append(fresh, h)
		}
	}
	return fresh, nil
}

// RecordOutcomes writes into the ledger what became of records. It comes after
// the commit: until then they stay due, so that nothing is forgotten. Of what was
// loaded in part, the whole is wanted: it is due as soon as Graph lists it.
func (l *Ledger) RecordOutcomes(ctx context.Context, tenant string, outcomes []schema.Outcome) error {
	var rows []db.Row
	for _, o := range outcomes {
		if o.RecordID == "" {
			continue // a document that names no record
		}
		row := l.row(tenant, o.RecordID)
		row["attempts"] = uint64(1)
		switch o.Kind {
		case schema.OutcomeLoaded:
			row["loaded_version"], row["loaded_at"] = o.Version, o.At
		case schema.OutcomeLost:
			row["lost_at"] = o.At
		}
		if o.Kind != schema.OutcomeLoaded {
			row["incident"] = []any{o.At, o.Version, string(o.Kind) + ": " + o.Reason}
		} else if o.Part != "" {
			wanted := o.At.Add(time.Millisecond) // later than the load, so that this does not answer it
			row["wanted_at"] = wanted
			row["incident"] = []any{wanted, o.Version, "loaded in part: " + o.Part}
		}
		rows = append(rows, row)
	}
	return l.db.Write(ctx, ddl.Ledger, rows)
}
