package pipeline

import (
	"errors"
	"time"

	"callrecords/schema"
)

// buildTime is how long Graph takes at most to build the first version of a
// record, from the end of the call (Graph, call records overview).
const buildTime = 150 * time.Minute

// classify says what becomes of a record that could not be fetched whole. A
// 404 is three different things, told apart by the clock: Graph has not built
// the record yet, has forgotten it, or has taken it away. A lost record that
// is listed again is due again.
func (r *run) classify(a *attempt, err error) schema.OutcomeKind {
	e, ok := errors.AsType[*schema.SourceError](err)
	if !ok || e.Fault != schema.NotFound {
		return schema.Failed
	}
	if r.Now().Before(a.header.End.Add(buildTime)) {
		return schema.NotBuilt
	}
	return schema.Lost
}
