package extract

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"callrecords/schema"
)

// checkRecord refuses a page that says it is of another record than was asked for: an
// entity by its id, a collection by its context. A page that says nothing passes; rows
// of sessions and participants do not name their record.
func (p *page) checkRecord() error {
	for _, said := range []string{p.id, contextRecord(p.context)} {
		if id, err := schema.ParseRecordID(said); err == nil && id != p.record {
			return fmt.Errorf("%w: %s", errAnothers, id)
		}
	}
	return nil
}

// contextRecord is the record that a context names, "" when it names none: Graph writes
// …/$metadata#communications/callRecords('ID')/sessions.
func contextRecord(context string) string {
	_, rest, _ := strings.Cut(context, "callRecords('")
	id, _, found := strings.Cut(rest, "')")
	if !found {
		return ""
	}
	if plain, err := url.PathUnescape(id); err == nil {
		return plain
	}
	return id
}

// checkParts refuses a page with rows whose parts go on elsewhere.
func (p *page) checkParts() error {
	if p.value.truncated || p.sessions.truncated || p.participants.truncated {
		return errMoreThere
	}
	return nil
}

// entityNext is the next link of rows that are expanded in an entity. It stands beside
// the rows, or is that of the page.
func (p *page) entityNext(rows pageArray) string { return cmp.Or(rows.next, p.value.next) }
