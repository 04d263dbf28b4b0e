package extract

import (
	"fmt"

	"callrecords/schema"
)

// Collection is a kind of request, with all that Graph says about it.
type Collection struct {
	Name     string          // in Stats, errors and logs
	Page     schema.PageKind // of its pages; "" for pages that nobody keeps
	PageSize int             // rows on a full page; 0 where a page has no rows
	MaxPages int             // more pages than there can be
	Limit    Limit           // of its own; of one record, where a request is about one
	Shared   Limit           // of the service, for other collections too; Limit again when there is none
	NotFound schema.Fault    // what an answer of 404 means
	Role     string          // the application permission that is missing when the answer is 403
}

// Role is the application permission that call records need.
const Role = "CallRecords.Read.All"

// The collections of call records, one per kind of request.
//
// Page sizes are what Graph sends ("List callRecords", "Get callRecord"). A meeting
// of 300,000 sessions has 5,000 pages; 30 days of ten calls per second have 432,000
// pages of the list. A record answers 404 before it is built, after its 30 days, and
// when it was deleted ("Get callRecord"). The other requests of a record come after it
// has answered: their 404 says that something of it is missing, and the record is read
// again. The list is always there: its 404 is the answer of something that is not Graph.
var (
	list = Collection{"list", "", schema.HeadersPerPage, 1_000_000, listLimit, recordsLimit, schema.FaultRefused, Role}

	// With the first page of its sessions.
	record       = ofRecord("record", schema.PageRecord, schema.SessionsPerPage, schema.FaultNotFound)
	sessions     = ofRecord("sessions", schema.PageSessions, schema.SessionsPerPage, schema.FaultChanged)
	participants = ofRecord("participants", schema.PageParticipants, schema.ParticipantsPerPage, schema.FaultChanged)
	// The header alone, by its id.
	header = ofRecord("header", "", 0, schema.FaultNotFound)
	// The header again, to see whether the record has changed.
	version = ofRecord("version", "", 0, schema.FaultChanged)
)

func ofRecord(name string, page schema.PageKind, size int, notFound schema.Fault) Collection {
	return Collection{name, page, size, maxRecordPages, recordLimit, recordsLimit, notFound, Role}
}

// maxRecordPages bounds the pages of all collections of one record together.
const maxRecordPages = 5_000

// validate refuses a collection that would be read without a limit.
func (c Collection) validate() error {
	for _, l := range []Limit{c.Limit, c.Shared} {
		if l.Name == "" || l.Requests < 1 || l.Span <= 0 {
			return fmt.Errorf("collection %q: limit %+v lacks a name, a number of requests or a span", c.Name, l)
		}
	}
	if c.Name == "" || c.NotFound == "" || c.MaxPages < 1 {
		return fmt.Errorf("collection %q: no name, no meaning of 404 or no bound of pages", c.Name)
	}
	return nil
}
