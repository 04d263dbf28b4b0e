package extract

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

func TestFilterIsHalfOpenAndEncoded(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 8, 1, 2, 0, 0, 0, time.FixedZone("", 2*3600))
	to := time.Date(2026, 8, 2, 0, 0, 0, 123456701, time.UTC)
	for _, c := range []struct {
		window schema.Window
		want   string
	}{
		{schema.Window{From: from, To: to}, "?$filter=startDateTime%20ge%202026-08-01T00%3A00%3A00Z%20and%20startDateTime%20lt%202026-08-02T00%3A00%3A00.1234568Z"},
		{schema.Window{From: from}, "?$filter=startDateTime%20ge%202026-08-01T00%3A00%3A00Z"},
		{schema.Window{}, ""},
	} {
		t.Run(fmt.Sprint(c.window), func(t *testing.T) {
			t.Parallel()
			if got := filter(c.window); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestListGivesExactlyTheWindow(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 300})
	c := serve(t, tenant, nil)
	w := schema.Window{From: time.Now().Add(-5 * 24 * time.Hour), To: time.Now().Add(-2 * 24 * time.Hour)}
	got, errs := listAll(t.Context(), c, w)
	want := map[string]graphtest.Header{}
	for _, h := range tenant.Headers() {
		if w.Contains(h.Start) {
			want[h.ID] = h
		}
	}
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if len(got) != len(want) || len(got) == 0 {
		t.Fatalf("got %d headers, want %d", len(got), len(want))
	}
	for _, h := range got {
		w := want[h.ID]
		if h.Version != uint64(w.Version) {
			t.Errorf("record %s: got version %d, want %d", h.ID, h.Version, w.Version)
		}
		if !h.Start.Equal(w.Start) || !h.End.Equal(w.End) {
			t.Errorf("record %s: got %v to %v, want %v to %v", h.ID, h.Start, h.End, w.Start, w.End)
		}
		if h.Modified.IsZero() {
			t.Errorf("record %s: got no time of modification", h.ID)
		}
	}
}

func TestBadRowDoesNotHideTheOthers(t *testing.T) {
	t.Parallel()
	c := scripted(t, map[string]string{
		"":     `{"value":[{"version":1,"startDateTime":"2026-08-01T10:00:00Z"},{"id":"a","version":1,"startDateTime":"2026-08-01T10:00:00Z"},{"id":"b","version":1}],"@odata.nextLink":"https://graph.test` + recordsPath + `?n=2"}`,
		"?n=2": `{"value":[{"id":"c","version":1,"startDateTime":"2026-08-01T10:00:00Z"}]}`,
	})
	headers, errs := listAll(t.Context(), c, schema.Window{})
	if len(headers) != 2 || headers[0].ID != "a" || headers[1].ID != "c" || len(errs) != 2 {
		t.Fatalf("%v, %v", headers, errs)
	}
	if e := fault(errs[0]); e.Fault != schema.FaultRefused || !strings.Contains(e.Error(), "list page 1: row 0: no id") {
		t.Error(errs[0])
	}
	if e := fault(errs[1]); e.RecordID != "b" || !strings.Contains(e.Error(), "row 2: no startDateTime") {
		t.Error(errs[1])
	}
}

func TestListRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		link string
		want error
	}{
		"another host": {"https://evil.test/", errForeign},
		"a loop":       {"https://graph.test" + recordsPath, errLoop},
		"no rows":      {"https://graph.test" + recordsPath + "?n=2", errNoRows},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := scripted(t, map[string]string{
				"":     `{"value":[],"@odata.nextLink":"` + c.link + `"}`,
				"?n=2": `{"value":null}`,
			})
			_, errs := listAll(t.Context(), client, schema.Window{})
			if len(errs) != 1 {
				t.Fatalf("got %v, want one error", errs)
			}
			if !errors.Is(errs[0], c.want) {
				t.Errorf("got %v, want %v", errs[0], c.want)
			}
			if got := fault(errs[0]).Fault; got != schema.FaultRefused {
				t.Errorf("got fault %q, want %q", got, schema.FaultRefused)
			}
		})
	}
}

func TestListMayRepeatAPage(t *testing.T) {
	t.Parallel()
	const rows = `"value":[{"id":"a","version":1,"startDateTime":"2026-08-01T10:00:00Z"}]`
	c := scripted(t, map[string]string{"": `{` + rows + `,"@odata.nextLink":"https://graph.test` + recordsPath + `?n=2"}`, "?n=2": `{` + rows + `}`})
	if headers, errs := listAll(t.Context(), c, schema.Window{}); len(headers) != 2 || errs != nil {
		t.Errorf("%v, %v", headers, errs)
	}
}

// scripted gives a client whose list answers by query.
func scripted(t *testing.T, answers map[string]string) *Client {
	t.Helper()
	tokens := graphtest.New(graphtest.Options{Records: -1}).Transport()
	return inside(t, trips(func(r *http.Request) (*http.Response, error) {
		if answer, ok := answers[strings.TrimPrefix(r.URL.RequestURI(), recordsPath)]; ok {
			return reply(http.StatusOK, answer), nil
		}
		return tokens.RoundTrip(r)
	}), nil)
}
