package schema

// Page is one answer of Graph about a record, as it was sent.
type Page struct {
	Kind PageKind
	URL  string // what was asked
	Body []byte // JSON

	// Version is that of the record as it was read, where its pages do not say it; 0 where
	// they do, or where it is the listed one. It stands on a record's first page.
	Version uint64

	// Done, when it is set, says that the page is in other hands: its source bounds
	// the bytes that are on their way. Asking for the next page says so, too. A reader
	// calls it before it waits for anything else.
	Done func()
}

// PageKind says what a page is about.
type PageKind string

// The kinds of pages. Participants come as a collection or inside the record,
// depending on how they were asked for; both are PageParticipants.
const (
	PageRecord       PageKind = "record"       // the record, with what was expanded
	PageSessions     PageKind = "sessions"     // a further page of sessions
	PageParticipants PageKind = "participants" // participants, first or further page
	PageCalls        PageKind = "calls"        // the first page of a day of phone calls
	PageMoreCalls    PageKind = "more calls"   // a further page of that day
	PageRefused      PageKind = "refused"      // what could not be taken as any of them; kept in the archive for people
)
