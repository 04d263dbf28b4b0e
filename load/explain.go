package load

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/ddl"
	"callrecords/load/engine"
)

// Explanation is everything known of one record.
type Explanation struct {
	RecordState
	FirstListed, LastListed, LostAt, Wanted time.Time // zero for never
	Attempts                                uint64
	IncidentAt                              time.Time // zero for none
	Incident                                string    // the latest thing that went wrong
	Loads                                   []History // every attempt that left a trace, oldest first
}

// Explain gives everything known of a record, for each tenant that has it. None
// means that nothing is known.
func (w *Warehouse) Explain(ctx context.Context, id string) ([]Explanation, error) {
	standings, err := w.standings(ctx, "record_id = "+engine.Quote(id), "1")
	if err != nil {
		return nil, err
	}
	all := make([]Explanation, len(standings))
	for i, s := range standings {
		all[i].RecordState = s
		if err := w.explainLedger(ctx, &all[i]); err != nil {
			return nil, err
		}
		if all[i].Loads, err = w.History(ctx, s.TenantID, id); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// explainLedger fills in what the ledger alone knows.
func (w *Warehouse) explainLedger(ctx context.Context, e *Explanation) error {
	type row struct {
		First, Seen, Lost, Wanted, At int64 // ms
		Attempts                      uint64
		Incident                      string
	}
	ms := func(state string) string {
		return "ifNull(toUnixTimestamp64Milli(CAST(" + state + " AS Nullable(DateTime64(3, 'UTC')))), 0)"
	}
	rows, err := query[row](ctx, w, fmt.Sprintf(
		"SELECT %s AS First, %s AS Seen, %s AS Lost, %s AS Wanted, %s AS At, sum(attempts) AS Attempts, max(incident).3 AS Incident FROM %s WHERE %s",
		ms("min(first_listed_at)"), ms("max(last_listed_at)"), ms("max(lost_at)"), ms("max(wanted_at)"), ms("max(incident).1"),
		w.name(ddl.Ledger.Name), ofRecords(e.TenantID, []string{e.RecordID})))
	if err != nil {
		return fmt.Errorf("read the ledger: %w", err)
	}
	at := func(ms int64) time.Time { return instant(ms * int64(time.Millisecond)) }
	r := rows[0]
	e.FirstListed, e.LastListed, e.LostAt, e.Wanted, e.IncidentAt = at(r.First), at(r.Seen), at(r.Lost), at(r.Wanted), at(r.At)
	e.Attempts, e.Incident = r.Attempts, r.Incident
	return nil
}
