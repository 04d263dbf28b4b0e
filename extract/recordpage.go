package extract

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"callrecords/schema"
)

var errAnothers = errors.New("the page of another record")

// get gets a page, and refuses one of another record, and one with a next link that
// would not be followed. What is missing below a record that has answered is not the
// record: it is read again.
func (r *reading) get(ctx context.Context, of request) (*page, error) {
	if r.sparse {
		of.prefer = omitNulls
	}
	got, err := r.client.get(ctx, of)
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(got.checkRecord(), got.checkParts(), got.checkLinks()); err != nil {
		return nil, got.refuse(err)
	}
	if r.sparse && got.lacksRows() {
		r.sparse, of.prefer = false, ""
		return r.get(ctx, of)
	}
	return got, nil
}

// omitNulls asks Graph to leave out properties that are null. "Null or empty" are the words
// of some of its pages, and an array that is not there is not an empty one.
const omitNulls = "omit-values=nulls"

// lacksRows says whether an array is missing that may have been left out because it is
// empty. Then the page, and all behind it, is asked for with nulls.
func (p *page) lacksRows() bool {
	switch p.collection.Name {
	case record.Name:
		return !p.sessions.present || p.sessions.withoutSegments > 0
	case sessions.Name:
		return !p.value.present || p.value.withoutSegments > 0
	case participants.Name:
		return !p.participants.present && !p.value.present
	}
	return false
}

// checkRecord refuses a page that says it is of another record than was asked for: an
// entity by its id, a collection by its context. What is no id is not ours either. A
// page that says nothing passes; rows of sessions and participants do not name their
// record.
func (p *page) checkRecord() error {
	for _, said := range []string{p.id, contextRecord(p.context)} {
		if said == "" {
			continue
		}
		if id, err := schema.ParseRecordID(said); err != nil || id != p.record {
			return fmt.Errorf("%w: %s", errAnothers, shown(said, schema.MaxRecordID))
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

// withoutParticipants adds what to do where Graph does not know participants_v2, which
// came to the national clouds later than the records.
func withoutParticipants(err error) error {
	e, ok := errors.AsType[*schema.SourceError](err)
	if ok && (e.Status == http.StatusBadRequest || e.Status == http.StatusNotFound) {
		e.Remedy = "when it is so for every record, this cloud has no participants_v2: " +
			"set export.participants to false"
	}
	return err
}
