package load

import (
	"context"
	"fmt"
	"strings"
	"time"

	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// states is a row for the ledger. What is nil says nothing: the states of all
// rows of a record combine.
type states struct {
	tenant, id                    string
	listed, loaded                any
	firstListed, lastListed, lost any
	attempts                      uint64
	incident, loadedAt, wantedAt  any
}

// entry is the row in the order of the columns.
func (s states) entry() entry {
	return entry{s.tenant, s.id, s.listed, s.loaded, s.firstListed, s.lastListed, s.lost, s.attempts, s.incident, s.loadedAt, s.wantedAt}
}

// RecordListed writes into the ledger what the list showed, and returns how many of
// the headers are new, have a new version, or had been lost. The others are in
// the ledger already, so that listing the same window again costs no rows.
func (w *Warehouse) RecordListed(ctx context.Context, tenant string, now time.Time, headers []schema.Header) (fresh int, err error) {
	known, err := w.known(ctx, tenant, headers)
	if err != nil {
		return 0, err
	}
	var rows []entry
	for _, h := range headers {
		if k, ok := known[h.ID]; ok && k.Version >= h.Version && !k.Lost {
			continue
		}
		rows = append(rows, states{tenant: tenant, id: h.ID, listed: []any{h.Version, h.Start, h.End},
			firstListed: now, lastListed: now}.entry())
	}
	return len(rows), w.write(ctx, ddl.Ledger, rows)
}

// known are the ledger's entries of some records.
type known struct {
	ID      string
	Version uint64
	Lost    bool
}

func (w *Warehouse) known(ctx context.Context, tenant string, headers []schema.Header) (map[string]known, error) {
	if len(headers) == 0 {
		return nil, nil
	}
	ids := make([]string, len(headers))
	for i, h := range headers {
		ids[i] = engine.Quote(h.ID)
	}
	rows, err := query[known](ctx, w, fmt.Sprintf(
		"SELECT record_id AS ID, max(listed).1 AS Version, toBool(ifNull(max(lost_at) >= max(last_listed_at), 0)) AS Lost "+
			"FROM %s WHERE tenant_id = %s AND record_id IN (%s) GROUP BY record_id",
		w.name(ddl.Ledger.Name), engine.Quote(tenant), strings.Join(ids, ", ")))
	if err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	byID := make(map[string]known, len(rows))
	for _, r := range rows {
		byID[r.ID] = r
	}
	return byID, nil
}

// RecordOutcomes writes into the ledger what became of records. It comes after the
// commit: until then they stay due, so that nothing is forgotten.
func (w *Warehouse) RecordOutcomes(ctx context.Context, tenant string, outcomes []schema.Outcome) error {
	var rows []entry
	for _, o := range outcomes {
		if o.RecordID == "" {
			continue // a document that names no record
		}
		row := states{tenant: tenant, id: o.RecordID, attempts: 1}
		switch o.Kind {
		case schema.OutcomeLoaded:
			row.loaded, row.loadedAt = o.Version, o.At
		case schema.OutcomeLost:
			row.lost = o.At
		}
		if o.Kind != schema.OutcomeLoaded {
			row.incident = []any{o.At, o.Version, string(o.Kind) + ": " + o.Reason}
		}
		rows = append(rows, row.entry())
	}
	return w.write(ctx, ddl.Ledger, rows)
}
