package pipeline

import (
	"errors"
	"fmt"
	"time"

	"callrecords/schema"
)

// classify says what becomes of a record that could not be fetched whole, and
// why. A 404 is three different things, told apart by the clock and the ledger:
// Graph has not built the record yet, has forgotten it, or has taken it away. A
// lost record that is listed again is due again.
func (r *run) classify(a *attempt, err error) (schema.OutcomeKind, string) {
	e, ok := errors.AsType[*schema.SourceError](err)
	if !ok || e.Fault != schema.FaultNotFound {
		return schema.OutcomeFailed, err.Error()
	}
	now, age := r.Now(), r.Now().Sub(a.header.Start).Round(time.Minute)
	switch {
	case !a.built && now.Before(a.header.End.Add(r.Family.BuildTime)):
		return schema.OutcomeNotBuilt, "Graph lists it and has not built it yet; it is due again"
	case now.After(r.Family.Expires(a.header.Start)):
		return schema.OutcomeLost, fmt.Sprintf("expired: it started %s ago, and Graph keeps 30 days", age)
	}
	return schema.OutcomeLost, fmt.Sprintf("Graph listed it and no longer has it: gone %s after its start", age)
}
