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
) (int, error) {
	fresh, err := l.newListings(ctx, tenant, headers)
	if err != nil {
		return 0, err
	}
	var rows []db.Row
	for _, n := range fresh {
		row := l.row(tenant, n.ID)
		row["listed"] = []any{n.Version, n.Start, n.End}
		row["first_listed_at"], row["last_listed_at"] = now, Later(now, n.lostAt)
		rows = append(rows, row)
	}
	return len(rows), l.db.Write(ctx, ddl.Ledger, rows)
}

// Later is now, or just after an instant that it must not lie before: what
// answers something counts as later than it, whatever the clock was that dated
// it.
func Later(now, than time.Time) time.Time {
	if now.After(than) {
		return now
	}
	return than.Add(time.Millisecond)
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
	fresh, err := l.newListings(ctx, tenant, headers)
	if err != nil {
		return nil, err
	}
	list := make([]schema.Header, len(fresh))
	for i, n := range fresh {
		list[i] = n.Header
	}
	return list, nil
}

// listing is a header that the ledger does not have.
type listing struct {
	schema.Header
	lostAt time.Time // when Graph last answered that it has no such record; zero for never
}

// newListings are the headers of [Ledger.NewHeaders], and what they answer.
func (l *Ledger) newListings(ctx context.Context, tenant string, headers []schema.Header) ([]listing, error) {
	type known struct {
		RecordID string  `json:"record_id"`
		Version  uint64  `json:"listed_version"`
		Lost     uint64  `json:"lost"`
		LostAt   db.Time `json:"lost_at"`
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
    lost,
    lost_at
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
	var fresh []listing
	for _, h := range headers {
		if k, ok := byID[h.ID]; !ok || k.Version < h.Version || k.Lost == 1 {
			fresh = append(fresh, listing{h, k.LostAt.Time})
		}
	}
	return fresh, nil
}

// RecordOutcomes writes into the ledger what became of records. It comes after
// the commit: until then they stay due, so that nothing is forgotten. What was
// loaded in part is due as soon as Graph lists it: the commit says so.
func (l *Ledger) RecordOutcomes(ctx context.Context, tenant string, outcomes []schema.Outcome) error {
	questions, err := l.questions(ctx, tenant, outcomes)
	if err != nil {
		return err
	}
	var rows []db.Row
	for _, o := range outcomes {
		if o.RecordID == "" {
			continue // a document that names no record
		}
		row := l.row(tenant, o.RecordID)
		row["attempts"] = uint64(1)
		switch o.Kind {
		case schema.OutcomeLoaded:
			row["loaded_version"], row["loaded_at"] = o.Version, Later(o.At, questions[o.RecordID].Wanted.Time)
		case schema.OutcomeLost:
			row["lost_at"] = Later(o.At, questions[o.RecordID].Listed.Time)
		}
		if o.Kind != schema.OutcomeLoaded {
			row["incident"] = []any{o.At, o.Version, db.Brief(string(o.Kind) + ": " + o.Reason)}
		} else if o.Part != "" {
			row["incident"] = []any{o.At, o.Version, db.Brief("loaded in part: " + o.Part)}
		}
		rows = append(rows, row)
	}
	return l.db.Write(ctx, ddl.Ledger, rows)
}

// question is what an outcome answers: a listing, and a wish for a load anew.
type question struct {
	RecordID string  `json:"record_id"`
	Listed   db.Time `json:"listed"`
	Wanted   db.Time `json:"wanted"`
}

// questions reads what the outcomes answer, by record id.
func (l *Ledger) questions(
	ctx context.Context,
	tenant string,
	outcomes []schema.Outcome,
) (map[string]question, error) {
	byID := map[string]question{}
	for chunk := range db.Chunks(outcomes, func(o schema.Outcome) int { return db.Named(o.RecordID) }) {
		ids := make([]string, len(chunk))
		for i, o := range chunk {
			ids[i] = o.RecordID
		}
		rows, err := db.Query[question](ctx, l.db, `
SELECT
    record_id,
    max(last_listed_at) AS listed,
    max(wanted_at) AS wanted
FROM {ledger}
WHERE {of_records}
    AND family = {family}
GROUP BY record_id`, db.Args{"of_records": db.OfRecords(tenant, ids), "family": l.family.Name})
		for _, r := range rows {
			byID[r.RecordID] = r
		}
		if err != nil {
			return nil, fmt.Errorf("read the ledger: %w", err)
		}
	}
	return byID, nil
}
