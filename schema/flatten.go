package schema

import (
	"time"

	"github.com/apache/arrow/go/v17/arrow"
)

// Owner is what the exporter knows of a record before its first page.
type Owner struct {
	Family     string
	TenantID   string
	RecordID   string    // as listed; "" takes the document's own
	Version    uint64    // as listed; 0 when it was not
	Start      time.Time // as listed, UTC; zero when it was not
	LoadID     uint64    // the attempt that writes the rows
	ExportedAt time.Time // ms
	Incomplete bool      // what is here of the record may be a part of it
}

// Rows is one table's part of a batch. The receiver releases the record.
type Rows struct {
	Table  Table
	Record arrow.Record
}

// RawPage is a page on its way into the archive.
type RawPage struct {
	Owner
	Index uint32 // zero-based, in the order of fetching
	Page  Page
	Part  string // of a page out of the archive: what its load lacks of a whole record, "" for nothing
}
