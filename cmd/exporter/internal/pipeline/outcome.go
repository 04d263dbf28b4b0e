package pipeline

import (
	"fmt"
	"time"

	"callrecords/schema"
)

// classify says what becomes of a record that could not be fetched whole, and
// why. A 404 is three different things, told apart by the clock and the ledger:
// Graph has not built the record yet, has forgotten it, or has taken it away. A
// lost record that is listed again is due again.
func classify(f schema.Family, a *attempt, err error, now time.Time) (schema.OutcomeKind, string) {
	if schema.FaultOf(err) != schema.FaultNotFound {
		return schema.OutcomeFailed, err.Error()
	}
	age := now.Sub(a.header.Start).Round(time.Minute)
	expired := now.After(f.Expires(a.header.Start))
	switch {
	case !a.built && a.header.End.IsZero() && !expired:
		return schema.OutcomeNotBuilt, "Graph lists it without an end and has not built it yet; it is due again"
	case !a.built && now.Before(a.header.End.Add(f.BuildTime)):
		return schema.OutcomeNotBuilt, "Graph lists it and has not built it yet; it is due again"
	case expired:
		days := int(f.Retention / (24 * time.Hour))
		return schema.OutcomeLost, fmt.Sprintf("expired: it started %s ago, and Graph keeps %d days", age, days)
	}
	return schema.OutcomeLost, fmt.Sprintf("Graph listed it and no longer has it: gone %s after its start", age)
}
