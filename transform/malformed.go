package transform

import "fmt"

// Malformed says why a record could not be flattened, and where. The record
// is set aside with its pages; the others of the batch are not touched.
type Malformed struct {
	RecordID string
	Page     int    // zero-based, in the order that the pages came
	Path     string // JSON pointer (RFC 6901), "" for the page itself
	Offset   int64  // bytes into the page
	Err      error
}

// Error implements error.
func (e *Malformed) Error() string {
	return fmt.Sprintf(
		"record %s, page %d, at %q (byte %d): %v",
		e.RecordID,
		e.Page,
		e.Path,
		e.Offset,
		e.Err,
	)
}

// Unwrap gives the reason.
func (e *Malformed) Unwrap() error { return e.Err }
