package extract

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
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
		rows, link string
		want       error
	}{
		"another host": {"", "https://evil.test/", errForeign},
		"a loop":       {`{"id":"a"}`, "https://graph.test" + recordsPath, errLoop},
		"no rows":      {"", "https://graph.test" + recordsPath + "?n=2", errNoRows},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := scripted(t, map[string]string{
				"":     `{"value":[` + c.rows + `],"@odata.nextLink":"` + c.link + `"}`,
				"?n=2": `{"value":null}`,
			})
			_, errs := listAll(t.Context(), client, schema.Window{})
			if len(errs) == 0 {
				t.Fatal("got no error")
			}
			last := errs[len(errs)-1]
			if !errors.Is(last, c.want) {
				t.Errorf("got %v, want %v", last, c.want)
			}
			if got := fault(last).Fault; got != schema.FaultRefused {
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

// row is a row of a list that nothing is wrong with.
func row(id string) string {
	return fmt.Sprintf(`{"id":%q,"version":1,"startDateTime":"2026-08-01T10:00:00Z"}`, id)
}

func TestRowThatCannotBeIsRefusedByItself(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 300<<10)
	for name, test := range map[string]struct{ row, says, id string }{
		"an id of 300 KiB": {row(long), "307200 bytes, 128 at most", ""},
		"an id of control characters": {
			`{"id":"a\u0007","version":1,"startDateTime":"2026-08-01T10:00:00Z"}`, "cannot be printed", ""},
		"a version that no other could pass": {
			`{"id":"b","version":9223372036854775807,"startDateTime":"2026-08-01T10:00:00Z"}`,
			"version 9223372036854775807, which no record can have reached", "b"},
		"a version in seconds since 1970": {
			`{"id":"b","version":1785578400,"startDateTime":"2026-08-01T10:00:00Z"}`, "version 1785578400", "b"},
		"a start before all windows": {
			`{"id":"b","version":1,"startDateTime":"1600-01-01T00:00:00Z"}`, "no startDateTime that can be", "b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := scripted(t, map[string]string{"": `{"value":[` + row("a") + "," + test.row + "," + row("c") + `]}`})
			headers, errs := listAll(t.Context(), c, schema.Window{})
			if len(headers) != 2 || headers[0].ID != "a" || headers[1].ID != "c" {
				t.Errorf("got headers %+v, want a and c", headers)
			}
			if len(errs) != 1 {
				t.Fatalf("got %v, want one row refused", errs)
			}
			if e := fault(errs[0]); e.Fault != schema.FaultRefused || e.RecordID != test.id {
				t.Errorf("got fault %q of record %q, want %q of %q", e.Fault, e.RecordID, schema.FaultRefused, test.id)
			}
			if text := errs[0].Error(); !strings.Contains(text, test.says) || len(text) > 500 {
				t.Errorf("got %.600s, want it short, with %q", text, test.says)
			}
		})
	}
}

func TestSpellingOfAnIDIsNoIdentity(t *testing.T) {
	t.Parallel()
	const id = "c0ffee01-0000-4000-8000-00000000abcd"
	rows := []string{row(id), row(strings.ToUpper(id)), row("{" + id + "}"), row("urn:uuid:" + id)}
	c := scripted(t, map[string]string{"": `{"value":[` + strings.Join(rows, ",") + `]}`})
	headers, errs := listAll(t.Context(), c, schema.Window{})
	if errs != nil || len(headers) != len(rows) {
		t.Fatalf("got %d headers and %v, want %d", len(headers), errs, len(rows))
	}
	for i, h := range headers {
		if h.ID != id {
			t.Errorf("row %s: got id %q, want %q", rows[i], h.ID, id)
		}
	}
}

func TestTimesThatCannotBeAreNotBelieved(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	w := schema.Window{From: from, To: from.Add(schema.CallRecords.Retention)}
	ten := from.Add(10 * time.Hour)
	for name, test := range map[string]struct {
		start, end         string
		wantStart, wantEnd time.Time
	}{
		"both can be":              {"2026-08-01T10:00:00Z", "2026-08-01T11:00:00Z", ten, ten.Add(time.Hour)},
		"start in year 2":          {"0002-01-01T00:00:00Z", "2026-08-01T10:00:00Z", from, ten},
		"start in 1600":            {"1600-01-01T00:00:00Z", "2026-08-01T10:00:00Z", from, ten},
		"start in 2500":            {"2500-01-01T00:00:00Z", "2500-01-01T01:00:00Z", from, time.Time{}},
		"start in 9999":            {"9999-12-31T00:00:00Z", "2026-08-01T10:00:00Z", from, ten},
		"no start":                 {"", "2026-08-01T10:00:00Z", from, ten},
		"end in 9999":              {"2026-08-01T10:00:00Z", "9999-12-31T00:00:00Z", ten, time.Time{}},
		"end before the start":     {"2026-08-01T10:00:00Z", "2026-08-01T09:00:00Z", ten, time.Time{}},
		"no end":                   {"2026-08-01T10:00:00Z", "", ten, time.Time{}},
		"a start a little outside": {"2026-07-31T23:00:00Z", "", from.Add(-time.Hour), time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := fmt.Sprintf(`{"value":[{"id":"a","version":1,"startDateTime":%q,"endDateTime":%q}]}`,
				test.start, test.end)
			headers, errs := listAll(t.Context(), scripted(t, map[string]string{filter(w): body}), w)
			if errs != nil || len(headers) != 1 {
				t.Fatalf("got %v and %v, want one header", headers, errs)
			}
			if h := headers[0]; !h.Start.Equal(test.wantStart) || !h.End.Equal(test.wantEnd) {
				t.Errorf("got %v to %v, want %v to %v", h.Start, h.End, test.wantStart, test.wantEnd)
			}
		})
	}
}

func TestEmptyPageThatLinksToItselfIsTheLast(t *testing.T) {
	t.Parallel()
	const self = "https://graph.test" + recordsPath + "?n=2"
	c := scripted(t, map[string]string{
		"":     `{"value":[` + row("a") + `],"@odata.nextLink":"` + self + `"}`,
		"?n=2": `{"value":[],"@odata.nextLink":"` + self + `"}`,
	})
	if headers, errs := listAll(t.Context(), c, schema.Window{}); len(headers) != 1 || errs != nil {
		t.Errorf("got %v and %v, want one header and no error", headers, errs)
	}
}

// An endless list: every page has rows that came before, in another order.
func TestListThatBringsNothingNewEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tokens := graphtest.New(graphtest.Options{Records: -1}).Transport()
		pages := 0
		c := inside(t, trips(func(r *http.Request) (*http.Response, error) {
			if !strings.HasPrefix(r.URL.Path, recordsPath) {
				return tokens.RoundTrip(r)
			}
			pages++
			rows := []string{row("a"), row("b"), row("c")}
			rows[0], rows[pages%3] = rows[pages%3], rows[0]
			return reply(http.StatusOK, fmt.Sprintf(`{"value":[%s],"@odata.nextLink":"https://graph.test%s?n=%d"}`,
				strings.Join(rows, ","), recordsPath, pages)), nil
		}), nil)
		_, errs := listAll(t.Context(), c, schema.Window{})
		if len(errs) != 1 || !errors.Is(errs[0], errEndless) {
			t.Errorf("got %v, want %v", errs, errEndless)
		}
		if want := maxStalePages + 2; pages != want {
			t.Errorf("got %d pages, want %d", pages, want)
		}
	})
}

func TestListMayRepeatManyPagesWhenNewOnesAreBetween(t *testing.T) {
	t.Parallel()
	answers := map[string]string{}
	const pages = 4 * maxStalePages
	for n := range pages {
		next := ""
		if n+1 < pages {
			next = fmt.Sprintf(`,"@odata.nextLink":"https://graph.test%s?n=%d"`, recordsPath, n+1)
		}
		answers[fmt.Sprintf("?n=%d", n)] = fmt.Sprintf(`{"value":[%s]%s}`, row(fmt.Sprint(n/2)), next)
	}
	answers[""] = answers["?n=0"]
	synctest.Test(t, func(t *testing.T) {
		headers, errs := listAll(t.Context(), scripted(t, answers), schema.Window{})
		if len(headers) != pages || errs != nil {
			t.Errorf("got %d headers and %v, want %d", len(headers), errs, pages)
		}
	})
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
