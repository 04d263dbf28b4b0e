package extract

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// options fit a tenant of graphtest at a root.
func options(root string, transport http.RoundTripper) Options {
	return Options{
		TenantID: graphtest.DefaultTenantID, Cloud: Custom, GraphRoot: root, Authority: root,
		Auth:      Auth{ClientID: graphtest.DefaultClientID, ClientSecret: graphtest.DefaultClientSecret},
		Transport: transport, Participants: true, RetryBudget: time.Minute,
	}
}

// serve starts a tenant over TLS and gives a client of it; change may be nil.
func serve(t testing.TB, tenant *graphtest.Tenant, change func(*Options)) *Client {
	t.Helper()
	server, err := graphtest.Start(t.Context(), tenant, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return newClient(t, options(server.URL, server.Client().Transport), change)
}

// inside gives a client that asks a handler without a network, for synctest.
func inside(t testing.TB, transport http.RoundTripper, change func(*Options)) *Client {
	t.Helper()
	return newClient(t, options("https://graph.test", transport), change)
}

func newClient(t testing.TB, o Options, change func(*Options)) *Client {
	t.Helper()
	if change != nil {
		change(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// trips answers requests by a function; those to the authority go to a tenant.
type trips func(*http.Request) (*http.Response, error)

func (f trips) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func listAll(ctx context.Context, c *Client, w schema.Window) (all []schema.Header, errs []error) {
	for page, err := range c.List(ctx, w) {
		all = append(all, page.Headers...)
		for _, refused := range page.Refused {
			errs = append(errs, refused)
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	return all, errs
}

func fetchAll(ctx context.Context, c *Client, id string) (pages []schema.Page, err error) {
	for page, err := range c.Fetch(ctx, schema.Header{ID: id}) {
		if err != nil {
			return pages, err
		}
		pages = append(pages, page)
	}
	return pages, nil
}

// whole puts the pages of a record together.
func whole(t testing.TB, pages []schema.Page) map[string]any {
	t.Helper()
	sessions, participants := []any{}, []any{}
	var record map[string]any
	for _, p := range pages {
		page := decode(t, p.Body)
		switch rows, _ := page["value"].([]any); p.Kind {
		case schema.PageRecord:
			record = page
			first, _ := page["sessions"].([]any)
			sessions = append(sessions, first...)
		case schema.PageSessions:
			sessions = append(sessions, rows...)
		case schema.PageParticipants:
			first, _ := page["participants_v2"].([]any)
			participants = append(append(participants, first...), rows...)
		}
	}
	record["sessions"], record["participants_v2"] = sessions, participants
	return record
}

// decode drops what differs from page to page by design: contexts and links.
func decode(t testing.TB, body []byte) map[string]any {
	t.Helper()
	var page map[string]any
	if err := json.Unmarshal(body, &page); err != nil {
		t.Fatal(err)
	}
	for name := range page {
		if strings.HasSuffix(name, "@odata.context") || strings.HasSuffix(name, "@odata.nextLink") {
			delete(page, name)
		}
	}
	return page
}

// checkWhole compares pages with the document of the tenant.
func checkWhole(t testing.TB, tenant *graphtest.Tenant, id string, pages []schema.Page) {
	t.Helper()
	document, ok := tenant.Document(id)
	if !ok {
		t.Fatalf("record %s: no document", id)
	}
	got, want := whole(t, pages), decode(t, document)
	if pages[len(pages)-1].Kind != schema.PageParticipants {
		want["participants_v2"] = []any{} // not asked for
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("record %s: %d pages differ from the document\ngot  %.2000v\nwant %.2000v", id, len(pages), got, want)
	}
}

// fault gives the source error of an error, a zero one when it is none.
func fault(err error) schema.SourceError {
	if e, ok := errors.AsType[*schema.SourceError](err); ok {
		return *e
	}
	return schema.SourceError{}
}

// lately is a window around all that a tenant has.
func lately() schema.Window {
	now := time.Now()
	return schema.Window{From: now.Add(-40 * 24 * time.Hour), To: now.Add(time.Hour)}
}

func TestEveryRecordComesWhole(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 25, LargeSessions: 190})
	c := serve(t, tenant, nil)
	headers, errs := listAll(t.Context(), c, lately())
	if len(errs) > 0 || len(headers) != len(tenant.Headers()) {
		t.Fatalf("%d headers of %d, %v", len(headers), len(tenant.Headers()), errs)
	}
	for _, h := range headers {
		pages, err := fetchAll(t.Context(), c, h.ID)
		if err != nil {
			t.Fatal(err)
		}
		checkWhole(t, tenant, h.ID, pages)
	}
	n := c.Stats()
	if got := n[sessions.Name].Requests; got < 3 {
		t.Errorf("got %d requests for sessions, want at least 3", got)
	}
	if got := n[version.Name].Requests; got < 1 {
		t.Errorf("got %d requests for versions, want at least 1", got)
	}
	if got := n[record.Name].Requests; got != int64(len(headers)) {
		t.Errorf("got %d requests for records, want %d", got, len(headers))
	}
	if all := n.Total(); all.Throttled+all.Retried != 0 {
		t.Errorf("got %+v, want nothing throttled or retried", all)
	}
}
