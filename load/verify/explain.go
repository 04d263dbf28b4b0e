package verify

import (
	"context"
	"fmt"

	"callrecords/load/db"
)

// Explanation is everything known of one record.
type Explanation struct {
	RecordState
	Loads []History // every attempt that left a trace, oldest first
}

// Explain gives everything known of a record, for each tenant that has it. None
// means that nothing is known.
func (v *Verifier) Explain(ctx context.Context, id string) ([]Explanation, error) {
	states, err := v.recordStates(ctx, db.SQL("record_id = "+db.Literal(id)))
	if err != nil {
		return nil, err
	}
	all := make([]Explanation, len(states))
	for i, s := range states {
		all[i].RecordState = s
		if all[i].Loads, err = v.History(ctx, s.TenantID, id); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// RecordsBeginning are the ids of records that begin so, in order, at most so many.
func (v *Verifier) RecordsBeginning(ctx context.Context, prefix string, most int) ([]string, error) {
	rows, err := db.Query[struct {
		RecordID string `json:"record_id"`
	}](ctx, v.db, `
SELECT DISTINCT record_id
FROM {record_state}
WHERE startsWith(record_id, {prefix})
ORDER BY record_id
LIMIT {most}`, db.Args{"prefix": prefix, "most": uint64(most)})
	if err != nil {
		return nil, fmt.Errorf("find records by the beginning of their id: %w", err)
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.RecordID
	}
	return ids, nil
}
