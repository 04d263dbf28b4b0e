package pipeline

import (
	"errors"

	"callrecords/schema"
)

// maxDenied is how many records in a row may be denied before the tenant stops: then
// it is not about a record, and every further request is one for nothing.
const maxDenied = 20

// tenantDenied says whether an error is that of the tenant. Where it is about one record
// it is that record's outcome: the list was allowed, so the permission is there.
func (l *batchLoader) tenantDenied(err error) bool {
	e, ok := errors.AsType[*schema.SourceError](err)
	if !ok || e.Fault != schema.FaultDenied {
		l.denied = 0
		return false
	}
	l.denied++
	return e.RecordID == "" || l.denied >= maxDenied
}
