package extract

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// hostile is a Graph that answers its requests with texts, one after the other and
// then from the start again. It notes what it was asked.
type hostile struct {
	*testing.T
	answers []string
	asked   []string        // addresses, in order
	sent    []string        // the answers, in the same order
	known   map[string]bool // the addresses
}

// newHostile splits a fuzzer's text at its NULs. %s in an answer stands for the records'
// address, so that the fuzzer finds links that may be followed.
func newHostile(t *testing.T, text string) *hostile {
	const most = 12 // answers: loops and ends are in reach, and a run stays short
	answers := strings.SplitN(strings.ReplaceAll(text, "%s", "https://graph.test"+recordsPath), "\x00", most)
	return &hostile{T: t, answers: answers, known: map[string]bool{}}
}

// client is a client of the hostile Graph, whose token service is as it should be.
func (h *hostile) client() *Client {
	tokens := graphtest.New(graphtest.Options{Records: -1}).Transport()
	return inside(h, trips(func(r *http.Request) (*http.Response, error) {
		if r.Header.Get("Authorization") == "" {
			return tokens.RoundTrip(r)
		}
		if host(r.URL) != "graph.test:443" || r.URL.Scheme != "https" {
			h.Errorf("%s got a token, want it at graph.test alone", r.URL)
		}
		answer := h.answers[len(h.asked)%len(h.answers)]
		h.asked, h.sent = append(h.asked, r.URL.String()), append(h.sent, answer)
		h.known[r.URL.String()] = true
		if most := 1000; len(h.asked) > most {
			h.Fatalf("got more than %d requests, want an end", most)
		}
		return reply(http.StatusOK, answer), nil
	}), nil)
}

// FuzzListPages reads a list of any pages. Every header must be one that can be; and a
// list that ends without an error must have given every row, and followed every link.
func FuzzListPages(f *testing.F) {
	next := `,"@odata.nextLink":"%s?n=2"}`
	for _, seed := range []string{
		`{"value":[` + row("a") + `]}`,
		`{"value":[` + row("a") + `]` + next + "\x00" + `{"value":[` + row("b") + `]}`,
		`{"value":[]` + next + "\x00" + `{"value":[],"@nextLink":"%s?n=3"}` + "\x00" + `{"value":[]}`,
		`{"value":[` + row("a") + `],"@odata.nextLink":"https://evil.test/"}`,
		`{"value":[` + row("a") + `],"@odata.nextLink":"%s"}`,
		`{"value":[` + row("a") + `],"@ODATA.NEXTLINK":"%s?n=2"}`,
		`{"value":[{"id":"{C0FFEE00-0000-4000-8000-000000000000}","version":9223372036854775807,` +
			`"startDateTime":"9999-12-31T00:00:00Z","endDateTime":"0001-01-01T00:00:00Z"},7,null,{}]}`,
		`{"value":[{"id":"a","version":1,"x@odata.nextLink":"%s?n=2"}]}`,
		`{"value":[]` + next + "\x00" + `{"value":[],"@nextLink":"%s` + "\x8f" + `?n=3"}`,
		`{"value":[]` + next + "\x00" + `{"value":[],"@nextLink":"%sé?n=3"}` + "\x00" + `{"value":[]}`,
		`{"value":null}`, "<html>", "{\"value\":[\x00]}",
		`{"value":[` + row("a") + `],"value":[` + row("b") + `,` + row("c") + `]}`,
		`{"value":[` + row("a") + `],"value":7}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		synctest.Test(t, func(t *testing.T) {
			h, w := newHostile(t, text), lately()
			given, refused := 0, 0
			for page, err := range h.client().List(t.Context(), w) {
				if err != nil {
					if fault(err).Fault == "" {
						t.Errorf("got %v, want an error with a fault", err)
					}
					return
				}
				for _, header := range page.Headers {
					checkHeader(t, header, w)
				}
				given, refused = given+len(page.Headers), refused+len(page.Refused)
			}
			rows := 0
			for i, sent := range h.sent {
				object := objectOf([]byte(sent))
				if object == nil {
					continue // it was asked for again
				}
				all, isArray := object["value"].([]any)
				if !isArray {
					t.Errorf("got the end after %.200q, want an error: it has no rows", sent)
				}
				rows += len(all)
				delete(object, "value") // what a row lacks is read with its record
				last := func(link string) bool { return len(all) == 0 && link == h.asked[i] }
				h.checkFollowed(object, last)
			}
			if given+refused != rows {
				t.Errorf("got %d headers and %d refused, want %d rows together", given, refused, rows)
			}
		})
	})
}

// checkHeader holds a header against what the rest of the program takes for granted.
func checkHeader(t *testing.T, h schema.Header, w schema.Window) {
	if id, err := schema.ParseRecordID(h.ID); err != nil || id != h.ID {
		t.Errorf("got id %q, want its one spelling (%q, %v)", h.ID, id, err)
	}
	if h.Version == 0 || h.Version > schema.MaxVersion {
		t.Errorf("got version %d, want 1 to %d", h.Version, schema.MaxVersion)
	}
	if !w.Believes(h.Start) {
		t.Errorf("got start %s, want one in the window", h.Start)
	}
	if !h.End.IsZero() && (h.End.Before(h.Start) || h.End.After(h.Start.Add(schema.CallRecords.Retention))) {
		t.Errorf("got end %s of a call that began at %s", h.End, h.Start)
	}
}

// FuzzRecordPages reads a record of any pages. What is given without an error must be
// what was sent, of one version and one record, in order, and every link in it followed.
func FuzzRecordPages(f *testing.F) {
	const (
		session = `{"id":"1","segments":[{}]}`
		entity  = `{"id":"id1","version":1,"sessions":[` + session + `]`
		people  = `{"id":"id1","version":1,"participants_v2":[{"id":"p"}]}`
		again   = `{"id":"id1","version":1}`
		more    = `{"value":[{"id":"2","segments":[]}]}`
	)
	for _, answers := range [][]string{
		{entity + `}`, people},
		{entity + `,"sessions@odata.nextLink":"%s/id1/s?n=2"}`, more, people, again},
		{entity + `,"sessions@nextLink":"%s/id1/s?n=2"}`, `{"value":[{"id":"2"}]}`, more, people, again},
		{again, more, again, `{"value":[{"id":"p"}]}`, again},
		{`{"id":"id1","version":1,"sessions":[{"id":"1"}]}`, again, more, people},
		{entity + `,"@odata.context":"$metadata#communications/callRecords('other')"}`, people},
		{entity + `}`, `{"id":"id1","version":2,"participants_v2":[]}`},
		{entity + `,"sessions@odata.nextLink":"%s/id1/s?n=2"}`, `{"value":[` + session + `]}`},
		{`{"id":"id1","version":1,"sessions":[{"id":"1","segments":[],"segments@nextLink":"%s/x"}]}`, people},
		{entity + `,"sessions":null}`, people}, {entity + `,"sessions":null}`, more, people, again},
		{entity + `,"sessions@odata.nextLink":"https://evil.test/"}`}, {"<html>"}, {`{"error":{}}`},
	} {
		f.Add(strings.Join(answers, "\x00"))
	}
	f.Fuzz(func(t *testing.T, text string) {
		synctest.Test(t, func(t *testing.T) {
			h := newHostile(t, text)
			pages, err := fetchAll(t.Context(), h.client(), id1)
			if err != nil {
				if fault(err).Fault == "" {
					t.Errorf("got %v, want an error with a fault", err)
				}
				return
			}
			h.checkPages(pages)
		})
	})
}

// checkPages holds the pages of a record against what was sent.
func (h *hostile) checkPages(pages []schema.Page) {
	order := []schema.PageKind{schema.PageRecord, schema.PageSessions, schema.PageParticipants}
	place := func(p schema.Page) int { return slices.Index(order, p.Kind) }
	if len(pages) == 0 || pages[0].Kind != schema.PageRecord {
		h.Fatalf("got %d pages, want that of the record first", len(pages))
	}
	versions, read := map[string]bool{}, false
	for i, p := range pages {
		if i > 0 && (place(p) < place(pages[i-1]) || p.Kind == schema.PageRecord) {
			h.Errorf("got page %s behind %s", p.Kind, pages[i-1].Kind)
		}
		object := objectOf(p.Body)
		if object == nil {
			h.Errorf("got the page %.200q, want an object", p.Body)
		}
		if id, ok := object["id"].(string); ok && id != "" && id != id1 {
			h.Errorf("got a page of record %q, want %s", id, id1)
		}
		if number, ok := object["version"].(json.Number); ok {
			versions[number.String()] = true
		}
		_, hasSessions := object["sessions"].([]any)
		read = read || hasSessions || p.Kind == schema.PageSessions
		for name := range object {
			// What is asked for by itself is read from its start.
			itself := !hasSessions || strings.HasPrefix(strings.ToLower(name), "participants_v2@")
			if _, link := schema.NextLink(name); link && p.Kind == schema.PageRecord && itself {
				delete(object, name)
			}
		}
		h.checkFollowed(object, func(string) bool { return false })
	}
	if !read {
		h.Errorf("got %d pages without sessions", len(pages))
	}
	if len(versions) > 1 {
		h.Errorf("got versions %v, want one", versions)
	}
}

// checkFollowed looks for next links in a page, at any depth and in any spelling, that
// were not asked for.
func (h *hostile) checkFollowed(page any, excused func(link string) bool) {
	switch v := page.(type) {
	case []any:
		for _, element := range v {
			h.checkFollowed(element, excused)
		}
	case map[string]any:
		for name, value := range v {
			lower := strings.ToLower(name)
			isLink := strings.HasSuffix(lower, "@odata.nextlink") || strings.HasSuffix(lower, "@nextlink")
			link, _ := value.(string)
			if isLink && value != nil && value != "" && !h.followed(link) && !excused(link) {
				h.Errorf("got the end, want %s: %v followed or refused", name, value)
			}
			h.checkFollowed(value, excused)
		}
	}
}

// followed says whether a link was asked for, with what is no ASCII in it escaped.
func (h *hostile) followed(link string) bool {
	u, err := url.Parse(link)
	return h.known[link] || err == nil && h.known[u.String()]
}

// objectOf decodes a page, nil when it is no object.
func objectOf(body []byte) (object map[string]any) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if !json.Valid(body) || d.Decode(&object) != nil {
		return nil
	}
	return object
}
