package verify

import (
	"context"

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
