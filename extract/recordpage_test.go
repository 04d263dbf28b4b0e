package extract

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// contextOf is the context of a collection of a record.
func contextOf(id, of string) string {
	const root = "https://graph.test/v1.0/$metadata#communications/callRecords"
	return `"@odata.context":"` + root + `('` + id + `')/` + of + `"`
}

func TestPagesThatDoNotGoWithTheRecordAreNotTaken(t *testing.T) {
	t.Parallel()
	const (
		alone  = `{"id":"id1","version":1,"sessions":[]}`
		nobody = `{"id":"id1","version":1,"participants_v2":[]}`
		people = `{"version":1,"participants_v2":[{"id":"a"},{"id":"b"}],"participants_v2@odata.nextLink":"%s/p"}`

		one, two, three = `{"id":"1","segments":[]}`, `{"id":"2","segments":[]}`, `{"id":"3","segments":[]}`
		// Graph gives a session once per identity, each with a duration of its own.
		oneLonger = `{"id":"1","segments":[],"endDateTime":"2026-08-01T10:00:01Z"}`
	)
	first := func(sessions ...string) string {
		return `{"version":1,"sessions":[` + strings.Join(sessions, ",") + `],"sessions@odata.nextLink":"%s/s"}`
	}
	value := func(rows ...string) string { return `"value":[` + strings.Join(rows, ",") + `]` }
	for name, test := range map[string]struct {
		script script
		want   error        // nil: any, or none
		fault  schema.Fault // "": all is taken
	}{
		"another's record": {
			script{getRecord: `{"id":"id2","version":1,"sessions":[]}`}, errAnothers, schema.FaultRefused},
		"another's participants": {
			script{getRecord: alone, getParticipants: `{"id":"id2","version":1,"participants_v2":[{"id":"a"}]}`},
			errAnothers, schema.FaultRefused},
		"participants of what is no record": {
			script{getRecord: alone, getParticipants: `{"id":"\u007fd1","version":1,"participants_v2":[{"id":"a"}]}`},
			errAnothers, schema.FaultRefused},
		"another's participants as a collection": {
			script{getRecord: alone, getParticipants: `{"version":1}`,
				"/participants_v2": `{` + contextOf("id2", "participants_v2") + `,` + value(`{"id":"a"}`) + `}`},
			errAnothers, schema.FaultRefused},
		"another's sessions": {
			script{getRecord: first(one), "/s": `{` + contextOf("id2", "sessions(segments())") + `,` + value(two) + `}`},
			errAnothers, schema.FaultRefused},
		"another's version": {
			script{getRecord: alone, getParticipants: people, "/p": `{` + value(`{"id":"c"}`) + `}`,
				getVersion: `{"id":"id2","version":1}`}, errAnothers, schema.FaultRefused},
		"a version that no other could pass": {
			script{getRecord: `{"version":9223372036854775807,"sessions":[]}`}, nil, schema.FaultRefused},
		"sessions that overlap": {
			script{getRecord: first(one, two), "/s": `{` + value(two, three) + `}`}, errOverlap, schema.FaultChanged},
		"sessions that overlap, with blanks between": {
			script{getRecord: first(one, two), "/s": `{` + value(three, "\n "+two) + `}`},
			errOverlap, schema.FaultChanged},
		"participants that overlap": {
			script{getRecord: alone, getParticipants: people, "/p": `{` + value(`{"id":"b"}`, `{"id":"c"}`) + `}`},
			errOverlap, schema.FaultChanged},

		"a session that Graph gives twice": {
			script{getRecord: first(one), "/s": `{` + value(oneLonger) + `}`, getParticipants: nobody,
				getVersion: alone}, nil, ""},
		"rows without an id": {
			script{getRecord: alone, getParticipants: strings.ReplaceAll(people, `{"id":"b"}`, `{}`),
				"/p": `{` + value(`{}`, `{"id":"c"}`) + `}`, getVersion: alone}, nil, ""},
		"its own context and id": {
			script{getRecord: first(one), "/s": `{` + contextOf("id1", "sessions") + `,"value":[]}`,
				getParticipants: nobody}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				_, asked, err := play(t, test.script, true)
				if got := fault(err).Fault; got != test.fault {
					t.Errorf("got fault %q, want %q: %v after %q", got, test.fault, err, asked)
				}
				if test.want != nil && !errors.Is(err, test.want) {
					t.Errorf("got %v, want %v", err, test.want)
				}
			})
		})
	}
}

func TestRecordIsFetchedByItsOneSpelling(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 1})
	c := serve(t, tenant, nil)
	id := tenant.Headers()[0].ID
	for _, spelled := range []string{strings.ToUpper(id), "{" + id + "}"} {
		t.Run(spelled, func(t *testing.T) {
			pages, err := fetchAll(t.Context(), c, spelled)
			if err != nil {
				t.Fatal(err)
			}
			checkWhole(t, tenant, id, pages)
		})
	}
	t.Run("no id at all", func(t *testing.T) {
		if _, err := fetchAll(t.Context(), c, ""); fault(err).Fault != schema.FaultRefused {
			t.Errorf("got %v, want refused", err)
		}
	})
}

func TestCloudWithoutParticipantsSaysWhatToDo(t *testing.T) {
	t.Parallel()
	tokens := graphtest.New(graphtest.Options{Records: -1}).Transport()
	for status, fault := range map[int]schema.Fault{
		http.StatusBadRequest: schema.FaultRefused, http.StatusNotFound: schema.FaultChanged,
	} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			c := inside(t, trips(func(r *http.Request) (*http.Response, error) {
				switch {
				case !strings.HasPrefix(r.URL.Path, recordsPath):
					return tokens.RoundTrip(r)
				case strings.HasSuffix(r.URL.RequestURI(), getParticipants):
					return reply(status, `{"error":{"code":"BadRequest","message":"no property participants_v2"}}`), nil
				}
				return reply(http.StatusOK, `{"version":1,"sessions":[]}`), nil
			}), nil)
			_, err := fetchAll(t.Context(), c, id1)
			e, ok := errors.AsType[*schema.SourceError](err)
			if !ok || e.Fault != fault || !strings.Contains(err.Error(), "set export.participants to false") {
				t.Errorf("got %v, want %s with what to set", err, fault)
			}
		})
	}
}
