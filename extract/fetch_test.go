package extract

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// script answers Graph's requests by path and query; %s in an answer is the root.
type script map[string]string

const id1, at = "id1", recordsPath + "/id1"

// play fetches id1 from a script and gives what was asked, in order.
func play(t *testing.T, s script, participants bool, change ...func(*Options)) (pages []schema.Page, asked []string, err error) {
	t.Helper()
	tokens := graphtest.New(graphtest.Options{Records: -1}).Transport()
	c := inside(t, trips(func(r *http.Request) (*http.Response, error) {
		if host(r.URL) != "graph.test:443" {
			t.Errorf("%s got a request", r.URL)
		}
		if !strings.HasPrefix(r.URL.Path, recordsPath) {
			return tokens.RoundTrip(r)
		}
		what := strings.TrimPrefix(r.URL.RequestURI(), at)
		asked = append(asked, what)
		answer, ok := s[what]
		if !ok {
			return reply(http.StatusNotFound, `{"error":{"code":"NotFound","message":"gone"}}`), nil
		}
		return reply(http.StatusOK, strings.ReplaceAll(answer, "%s", "https://graph.test"+at)), nil
	}), func(o *Options) {
		o.Participants = participants
		for _, c := range change {
			c(o)
		}
	})
	pages, err = fetchAll(t.Context(), c, id1)
	return pages, asked, err
}

// The questions that a Fetch asks.
const (
	getRecord       = "?$expand=sessions($expand=segments)"
	getParticipants = "?$expand=participants_v2"
	getVersion      = "?$select=id,version"
	getSessions     = "/sessions?$expand=segments"
)

func kindsOf(pages []schema.Page) (kinds []schema.PageKind) {
	for _, p := range pages {
		kinds = append(kinds, p.Kind)
	}
	return kinds
}

func TestFetchAsks(t *testing.T) {
	t.Parallel()
	const one, two = `[{"id":"1","segments":[]}]`, `[{"id":"2","segments":[]}]`
	R, S, P := schema.PageRecord, schema.PageSessions, schema.PageParticipants
	for name, c := range map[string]struct {
		script       script
		participants bool
		asked        []string
		kinds        []schema.PageKind
	}{
		"a short record needs one request": {
			script{getRecord: `{"version":1,"sessions":` + one + `}`}, false,
			[]string{getRecord}, []schema.PageKind{R}},
		"participants tell the version": {
			script{getRecord: `{"version":1,"sessions":` + one + `}`, getParticipants: `{"version":1,"participants_v2":[{}]}`}, true,
			[]string{getRecord, getParticipants}, []schema.PageKind{R, P}},
		"further pages need the version again": {
			script{getRecord: `{"version":1,"sessions":` + one + `,"sessions@odata.nextLink":"%s/sessions?n=2"}`,
				"/sessions?n=2": `{"value":` + two + `}`, getVersion: `{"version":1}`}, false,
			[]string{getRecord, "/sessions?n=2", getVersion}, []schema.PageKind{R, S}},
		"so do further participants": {
			script{getRecord: `{"version":1,"sessions":` + one + `}`, getParticipants: `{"version":1,"participants_v2":[{"id":"a"}],"participants_v2@odata.nextLink":"%s/p?n=2"}`,
				"/p?n=2": `{"value":[{"id":"b"}]}`, getVersion: `{"version":1}`}, true,
			[]string{getRecord, getParticipants, "/p?n=2", getVersion}, []schema.PageKind{R, P, P}},
		"an empty page is followed": {
			script{getRecord: `{"version":1,"sessions":[],"sessions@odata.nextLink":"%s/sessions?n=2"}`,
				"/sessions?n=2": `{"value":[],"@odata.nextLink":"%s/sessions?n=3"}`, "/sessions?n=3": `{"value":` + two + `}`, getVersion: `{"version":1}`}, false,
			[]string{getRecord, "/sessions?n=2", "/sessions?n=3", getVersion}, []schema.PageKind{R, S, S}},
		"sessions that are not in the record are a collection": {
			script{getRecord: `{"version":1,"sessions":null}`, getSessions: `{"value":` + one + `}`, getVersion: `{"version":1}`}, false,
			[]string{getRecord, getSessions, getVersion}, []schema.PageKind{R, S}},
		"so are those without segments, and the record comes without them": {
			script{getRecord: `{"version":1,"sessions":[{"id":"1"}]}`, "": `{"version":1}`, getSessions: `{"value":` + one + `}`, getVersion: `{"version":1}`}, false,
			[]string{getRecord, "", getSessions, getVersion}, []schema.PageKind{R, S}},
		"and participants": {
			script{getRecord: `{"version":1,"sessions":` + one + `}`, getParticipants: `{"version":1}`, "/participants_v2": `{"value":[{}]}`, getVersion: `{"version":1}`}, true,
			[]string{getRecord, getParticipants, "/participants_v2", getVersion}, []schema.PageKind{R, P}},
		"a page without segments is asked for again with them": {
			script{getRecord: `{"version":1,"sessions":` + one + `,"sessions@odata.nextLink":"%s/sessions?n=2"}`, "/sessions?n=2": `{"value":[{"id":"2"}]}`,
				"/sessions?n=2&$expand=segments": `{"value":` + two + `}`, getVersion: `{"version":1}`}, false,
			[]string{getRecord, "/sessions?n=2", "/sessions?n=2&$expand=segments", getVersion}, []schema.PageKind{R, S}},
		"a link is followed as it is": {
			script{getRecord: `{"version":1,"sessions":` + one + `,"sessions@odata.nextLink":"https://GRAPH.test:443` + recordsPath + `/id1/%%61('x')/s?$skiptoken=a%%2Bb+c"}`,
				"/%%61('x')/s?$skiptoken=a%%2Bb+c": `{"value":` + two + `}`, getVersion: `{"version":1}`}, false,
			[]string{getRecord, "/%61('x')/s?$skiptoken=a%2Bb+c", getVersion}, []schema.PageKind{R, S}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := script{}
			for what, answer := range c.script {
				s[strings.ReplaceAll(what, "%%", "%")] = strings.ReplaceAll(answer, "%%", "%")
			}
			pages, asked, err := play(t, s, c.participants)
			if err != nil {
				t.Errorf("got %v, want all pages", err)
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

func TestFetchRefuses(t *testing.T) {
	t.Parallel()
	link := func(to string) script {
		return script{getRecord: `{"version":1,"sessions":[{"id":"1","segments":[]}],"sessions@odata.nextLink":"` + to + `"}`}
	}
	more := func(s script, what, answer string) script { s[what] = answer; return s }
	endless := link("%s/sessions?n=0")
	for i := range maxStalePages + 1 {
		endless[fmt.Sprintf("/sessions?n=%d", i)] = fmt.Sprintf(`{"value":[],"@odata.nextLink":"%%s/sessions?n=%d"}`, i+1)
	}
	for name, c := range map[string]struct {
		script script
		want   error
		fault  schema.Fault
	}{
		"another host":         {link("https://evil.test/x"), errForeign, schema.FaultRefused},
		"another port":         {link("https://graph.test:8443/x"), errForeign, schema.FaultRefused},
		"another scheme":       {link("http://graph.test/x"), errForeign, schema.FaultRefused},
		"a host in disguise":   {link("https://graph.test@evil.test/x"), errForeign, schema.FaultRefused},
		"a link with a name":   {link("https://me@graph.test/x"), errForeign, schema.FaultRefused},
		"a relative link":      {link("/v1.0/x"), errForeign, schema.FaultRefused},
		"a loop":               {more(link("%s/s?n=2"), "/s?n=2", `{"value":[{"id":"2","segments":[]}],"@odata.nextLink":"%s/s?n=2"}`), errLoop, schema.FaultRefused},
		"the first page again": {more(link("%s/s?n=2"), "/s?n=2", `{"value":[{"id":"1","segments":[]}],"@odata.nextLink":"%s/s?n=3"}`), errRepeated, schema.FaultRefused},
		"sessions unasked": {script{getRecord: `{"version":1,"sessions":[{"id":"1"}]}`,
			"": `{"version":1,"sessions":[{"id":"1"}]}`, getSessions: `{"value":[{"id":"1","segments":[]}]}`,
			getVersion: `{"version":1}`}, errUnasked, schema.FaultRefused},
		"empty pages for ever":   {endless, errEndless, schema.FaultRefused},
		"no segments at all":     {more(more(link("%s/s?n=2"), "/s?n=2", `{"value":[{"id":"2"}]}`), "/s?n=2&$expand=segments", `{"value":[{"id":"2"}]}`), errNoSegments, schema.FaultRefused},
		"more segments":          {script{getRecord: `{"version":1,"sessions":[{"segments":[],"segments@odata.nextLink":"x"}]}`}, errMoreThere, schema.FaultRefused},
		"more segments later on": {more(link("%s/s?n=2"), "/s?n=2", `{"value":[{"segments":[],"segments@odata.nextLink":"x"}]}`), errMoreThere, schema.FaultRefused},
		"no rows":                {more(link("%s/s?n=2"), "/s?n=2", `{}`), errNoRows, schema.FaultRefused},
		"a record that is gone":  {script{}, nil, schema.FaultNotFound},
		"a page that is gone":    {link("%s/s?n=2"), nil, schema.FaultChanged},
		"a new version": {more(more(link("%s/s?n=2"), "/s?n=2", `{"value":[{"id":"2","segments":[]}]}`),
			getVersion, `{"version":2}`), nil, schema.FaultChanged},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				_, asked, err := play(t, c.script, false)
				e := fault(err)
				if e.Fault != c.fault {
					t.Errorf("got fault %q, want %q: %v after %q", e.Fault, c.fault, err, asked)
				}
				if e.RecordID != id1 {
					t.Errorf("got record %q, want %q", e.RecordID, id1)
				}
				if c.want != nil && !errors.Is(err, c.want) {
					t.Errorf("got %v, want %v", err, c.want)
				}
			})
		})
	}
}

func TestRecordThatGrowsWhileItIsReadIsChanged(t *testing.T) {
	t.Parallel()
	for name, participants := range map[string]bool{"with participants": true, "without participants": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { grow(t, participants) })
		})
	}
}

// grow reads a record that grows after its first page of sessions, and reads it again.
func grow(t *testing.T, participants bool) {
	tenant := graphtest.New(graphtest.Options{Records: -1, LargeSessions: 130})
	id := tenant.Headers()[0].ID
	c := inside(t, tenant.Transport(), func(o *Options) { o.Participants = participants })
	grown := false
	var last error
	for page, err := range c.Fetch(t.Context(), schema.Header{ID: id}) {
		if last = err; page.Kind == schema.PageSessions && !grown {
			grown = tenant.Grow(id)
		}
	}
	if got := fault(last).Fault; got != schema.FaultChanged {
		t.Errorf("got fault %q, want %q: %v", got, schema.FaultChanged, last)
	}
	pages, err := fetchAll(t.Context(), c, id)
	if err != nil {
		t.Fatal(err)
	}
	if participants {
		checkWhole(t, tenant, id, pages)
	}
}

func TestDroppedExpansionIsAskedForAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := graphtest.New(graphtest.Options{Records: -1, LargeSessions: 190, DropSegmentsOnLaterPages: true})
		id := tenant.Headers()[0].ID
		pages, err := fetchAll(t.Context(), inside(t, tenant.Transport(), nil), id)
		if err != nil {
			t.Fatal(err)
		}
		checkWhole(t, tenant, id, pages)
	})
}

func TestFetchStopsWhenItsCallerDoes(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: -1, LargeSessions: 190})
	c := inside(t, tenant.Transport(), nil)
	for range c.Fetch(t.Context(), schema.Header{ID: tenant.Headers()[0].ID}) {
		break
	}
	if n := c.Stats().Total().Requests - c.Stats()[StatsToken].Requests; n != 1 {
		t.Errorf("got %d requests, want 1", n)
	}
}
