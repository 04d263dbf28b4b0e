package pipeline

import (
	"errors"

	"callrecords/schema"
)

// faultOf is the kind of a failure at the source; "" for any other error.
func faultOf(err error) schema.Fault {
	if e, ok := errors.AsType[*schema.SourceError](err); ok {
		return e.Fault
	}
	return ""
}
