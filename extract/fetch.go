package extract

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"

	"callrecords/schema"
)

var (
	errNoSegments = errors.New("sessions without segments, though these were asked for twice")
	errUnasked    = errors.New("sessions where none were asked for, so that they would be in twice")
	errMoreThere  = errors.New("a part of a session has further pages, for which Graph documents no way")

	// errEnough ends a reading whose caller has seen enough.
	errEnough = errors.New("enough")
)

// Fetch gives the pages of a record in order: PageRecord first, then PageSessions,
// then PageParticipants. Each is whole JSON, as Graph sent it. Their version is what
// Graph has now, which can be another than the header's.
//
// An error is the last element and makes the pages before it worthless. With
// [schema.FaultChanged] the record changed while its pages were read: read it again.
func (c *Client) Fetch(ctx context.Context, h schema.Header) iter.Seq2[schema.Page, error] {
	return func(yield func(schema.Page, error) bool) {
		r := &reading{
			client: c, id: h.ID, yield: yield, guard: newLinkGuard(c.root, maxRecordPages), sparse: c.options.OmitNulls,
		}
		id, err := schema.ParseRecordID(h.ID)
		if err != nil {
			yield(schema.Page{}, &schema.SourceError{Fault: schema.FaultRefused, Err: err})
			return
		}
		r.id = id
		r.place = c.inFlight.place()
		defer r.place.leave()
		if err := r.all(ctx); err != nil && !errors.Is(err, errEnough) {
			yield(schema.Page{}, err)
		}
	}
}

// reading is one Fetch.
type reading struct {
	client  *Client
	id      string
	yield   func(schema.Page, error) bool
	guard   *linkGuard
	place   *place // of the page in hand
	version uint64 // of the first page
	ofTwo   bool   // its participants are not wanted: the sessions have them
	sparse  bool   // nulls are left out, as far as Graph does so
	open    bool   // pages were read since a version was last seen
}

func (r *reading) all(ctx context.Context) error {
	if err := r.record(ctx); err != nil {
		return err
	}
	if r.client.options.Participants && !r.ofTwo {
		if err := r.participants(ctx); err != nil {
			return err
		}
	}
	return r.confirm(ctx)
}

// record reads the record with its sessions. When the answer does not have them as
// asked for, they are read as a collection of their own; then the first page must
// not have any, or they would be in twice.
func (r *reading) record(ctx context.Context) error {
	got, err := r.get(ctx, r.request(record, "?$expand=sessions($expand=segments)"))
	if err != nil {
		return err
	}
	if err := checkVersion(got.version); got.version != 0 && err != nil {
		return got.refuse(err)
	}
	r.version = got.version
	next := got.entityNext(got.sessions)
	switch {
	case !got.sessions.present:
		next = r.request(sessions, "/sessions?$expand=segments").url
	case got.sessions.withoutSegments > 0:
		next = r.request(sessions, "/sessions?$expand=segments").url
		if got, err = r.get(ctx, r.request(record, "")); err != nil {
			return err
		}
		if err := r.agree(got); err != nil {
			return err
		}
		if got.sessions.count > 0 {
			return got.refuse(errUnasked)
		}
	}
	r.ofTwo = r.client.options.MeetingsOnly && got.betweenTwo()
	if err := r.first(got, got.sessions); err != nil {
		return err
	}
	return r.collection(ctx, sessions, next)
}

// participants reads participants_v2: in the record, because that tells the version
// again, or as a collection when the record does not have them.
func (r *reading) participants(ctx context.Context) error {
	got, err := r.get(ctx, r.request(participants, "?$expand=participants_v2"))
	if err != nil {
		return withoutParticipants(err)
	}
	if err := r.agree(got); err != nil {
		return err
	}
	if !got.participants.present {
		return r.collection(ctx, participants, r.request(participants, "/participants_v2").url)
	}
	if err := r.first(got, got.participants); err != nil {
		return err
	}
	return r.collection(ctx, participants, got.entityNext(got.participants))
}

// collection reads pages from a link on; none when it is "".
func (r *reading) collection(ctx context.Context, of Collection, link string) error {
	for number := 2; link != ""; number++ {
		next := request{collection: of, record: r.id, url: link, number: number, place: r.place}
		if err := r.guard.allow(link); err != nil {
			return next.refuse(err)
		}
		got, err := r.get(ctx, next)
		if err == nil && of.Name == sessions.Name && got.value.withoutSegments > 0 {
			// The next link may have lost the expansion: ask once more with it.
			next.url = withSegments(link)
			got, err = r.get(ctx, next)
		}
		if err == nil {
			err = r.check(got)
		}
		if err == nil {
			r.open = true
			err = r.give(got)
		}
		if err != nil {
			return err
		}
		link = got.next()
	}
	return nil
}

// check refuses a page of a collection from which rows would be missing, or in twice.
// Where some sessions have segments the expansion was done, and the others have none.
func (r *reading) check(got *page) error {
	rows := got.value
	err := r.guard.checkRows(got)
	switch {
	case err != nil:
	case got.collection.Name == sessions.Name && rows.count > 0 && rows.withoutSegments == rows.count:
		err = errNoSegments
	default:
		return r.fresh(got, rows)
	}
	if err != nil {
		return got.refuse(err)
	}
	return nil
}

// fresh refuses a page that came before. One that repeats some rows of another is read
// again with the record: Graph counts its pages off anew for every request, so a row
// that came or went in between moves all behind it.
func (r *reading) fresh(got *page, rows pageArray) error {
	if err := r.guard.checkNew(got.body, rows); err != nil {
		return got.refuse(err)
	}
	if err := r.guard.checkOverlap(got.body, rows); err != nil {
		return r.changed(got, err)
	}
	return nil
}

// confirm reads the version once more when pages came after it was last seen.
func (r *reading) confirm(ctx context.Context) error {
	if !r.open || r.version == 0 {
		return nil
	}
	got, err := r.get(ctx, r.request(version, "?$select=id,version"))
	if err != nil {
		return err
	}
	return r.agree(got)
}

// agree compares a version with the first one; one that was not sent says nothing.
func (r *reading) agree(got *page) error {
	if got.version == 0 || r.version == 0 {
		return nil
	}
	r.open = false
	if got.version == r.version {
		return nil
	}
	return r.changed(got, fmt.Errorf("version %d after %d", got.version, r.version))
}

// changed is the error of a page that does not go with those before it.
func (r *reading) changed(got *page, err error) error {
	e := got.refuse(err)
	e.Fault = schema.FaultChanged
	return e
}

// first gives a page that is the entity, and remembers its rows.
func (r *reading) first(got *page, rows pageArray) error {
	if err := r.fresh(got, rows); err != nil {
		return err
	}
	return r.give(got)
}

// give hands a page out and keeps nothing of its body.
func (r *reading) give(got *page) error {
	p := got.asPage(got.body)
	p.Done, got.body = r.place.leave, nil
	if !r.yield(p, nil) {
		return errEnough
	}
	return nil
}

// request is for the first page of something of the record.
func (r *reading) request(of Collection, rest string) request {
	return request{
		collection: of,
		record:     r.id,
		url:        r.client.recordURL(r.id, rest),
		number:     1,
		place:      r.place,
	}
}

// withSegments asks for the expansion that a next link may have lost.
func withSegments(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Query().Has("$expand") {
		return link
	}
	separator := "?"
	if strings.Contains(link, "?") {
		separator = "&"
	}
	return link + separator + "$expand=segments"
}
