package schema

import (
	"errors"
	"fmt"
)

// Fault is the kind of a failure at the source, decided where it is made. It
// says what becomes of the record, or of the tenant's whole run.
type Fault string

// The faults.
const (
	FaultNotFound Fault = "not found" // Graph answers 404: not built yet, expired, or gone; the clock tells which
	FaultChanged  Fault = "changed"   // its pages do not go together: it changed meanwhile, or one is missing
	FaultBusy     Fault = "busy"      // throttled, unavailable, reset, cut off: the retry budget is used up
	FaultDenied   Fault = "denied"    // wrong secret, missing permission, wrong clock; RecordID says whose
	FaultRefused  Fault = "refused"   // an answer that must not be followed: foreign nextLink, a loop, not JSON, too large
)

// SourceError is a failure at the source.
type SourceError struct {
	Fault     Fault
	RecordID  string // "" when it is not about one record; FaultDenied is about the tenant then
	Status    int    // HTTP status, 0 without an answer
	RequestID string // Graph's request-id, for support
	Remedy    string // what to do, for people; "" when there is nothing to do but wait
	Page      Page   // the answer that was refused, for the archive; its body is nil when there was none
	Err       error

	Unreachable bool // with FaultBusy: there was not even a connection
}

// Error implements error.
func (e *SourceError) Error() string {
	text := string(e.Fault)
	if e.Unreachable {
		text = "unreachable"
	}
	if e.RecordID != "" {
		text = "record " + e.RecordID + ": " + text
	}
	if e.Status != 0 {
		text += fmt.Sprintf(" (HTTP %d)", e.Status)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	if e.RequestID != "" {
		text += " [request-id " + e.RequestID + "]"
	}
	if e.Remedy != "" {
		text += "; " + e.Remedy
	}
	return text
}

// Unwrap gives the cause.
func (e *SourceError) Unwrap() error { return e.Err }

// FaultOf is the kind of a failure at the source; "" for any other error.
func FaultOf(err error) Fault {
	if e, ok := errors.AsType[*SourceError](err); ok {
		return e.Fault
	}
	return ""
}
