package extract

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// Where an array that must be there is not, Graph may have left it out because it is empty:
// the record is then asked for with its nulls, rather than taken for one that lacks it.
func TestOmittedNulls(t *testing.T) {
	t.Parallel()
	const omitting = " (" + omitNulls + ")"
	R, S, P := schema.PageRecord, schema.PageSessions, schema.PageParticipants
	const one = `{"version":1,"sessions":[{"id":"1","segments":[{}]}]}`
	for name, c := range map[string]struct {
		sparse, full script // answers to requests with the preference, and to those without
		asked        []string
		kinds        []schema.PageKind
	}{
		"every request of a record asks for it": {
			sparse: script{getRecord: `{"version":1,"sessions":[{"id":"1","segments":[{}]}],"sessions@odata.nextLink":"%s/s?n=2"}`,
				"/s?n=2": `{"value":[{"id":"2","segments":[{}]}]}`, getParticipants: `{"version":1,"participants_v2":[{"id":"a"}]}`},
			asked: []string{getRecord + omitting, "/s?n=2" + omitting, getParticipants + omitting},
			kinds: []schema.PageKind{R, S, P}},
		"a record without sessions": {
			sparse: script{getRecord: `{"version":1}`},
			full:   script{getRecord: one, getParticipants: `{"version":1,"participants_v2":[{"id":"a"}]}`},
			asked:  []string{getRecord + omitting, getRecord, getParticipants},
			kinds:  []schema.PageKind{R, P}},
		"a session without segments": {
			sparse: script{getRecord: `{"version":1,"sessions":[{"id":"1"}]}`},
			full:   script{getRecord: `{"version":1,"sessions":[{"id":"1","segments":[]}]}`, getParticipants: `{"version":1,"participants_v2":[]}`},
			asked:  []string{getRecord + omitting, getRecord, getParticipants},
			kinds:  []schema.PageKind{R, P}},
		"a record without participants": {
			sparse: script{getRecord: one, getParticipants: `{"version":1}`},
			full:   script{getParticipants: `{"version":1,"participants_v2":[]}`},
			asked:  []string{getRecord + omitting, getParticipants + omitting, getParticipants},
			kinds:  []schema.PageKind{R, P}},
		"a further page without rows": {
			sparse: script{getRecord: `{"version":1,"sessions":[{"id":"1","segments":[{}]}],"sessions@odata.nextLink":"%s/s?n=2"}`, "/s?n=2": `{}`},
			full:   script{"/s?n=2": `{"value":[]}`, getParticipants: `{"version":1,"participants_v2":[]}`},
			asked:  []string{getRecord + omitting, "/s?n=2" + omitting, "/s?n=2", getParticipants},
			kinds:  []schema.PageKind{R, S, P}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked []string
			tokens := graphtest.New(graphtest.Options{Records: -1}).Transport()
			client := inside(t, trips(func(r *http.Request) (*http.Response, error) {
				if !strings.HasPrefix(r.URL.Path, recordsPath) {
					return tokens.RoundTrip(r)
				}
				what, answers := strings.TrimPrefix(r.URL.RequestURI(), at), c.full
				if strings.Contains(r.Header.Get("Prefer"), omitNulls) {
					answers = c.sparse
					asked = append(asked, what+omitting)
				} else {
					asked = append(asked, what)
				}
				return reply(http.StatusOK, strings.ReplaceAll(answers[what], "%s", "https://graph.test"+at)), nil
			}), func(o *Options) { o.Participants, o.OmitNulls = true, true })
			pages, err := fetchAll(t.Context(), client, id1)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(asked, c.asked) {
				t.Errorf("got requests %q, want %q", asked, c.asked)
			}
			if got := kindsOf(pages); !slices.Equal(got, c.kinds) {
				t.Errorf("got pages %q, want %q", got, c.kinds)
			}
		})
	}
}
