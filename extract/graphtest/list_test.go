package graphtest

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestListPagesHoldSixtyAndShowEveryHeaderOnce(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now})
	rows, sizes := listAll(t, tenant, collection)
	want := tenant.Headers()
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d", len(rows), len(want))
	}
	ids := map[any]bool{}
	for _, row := range rows {
		ids[row.(map[string]any)["id"]] = true
	}
	if len(ids) != len(want) {
		t.Errorf("%d ids, want %d", len(ids), len(want))
	}
	if slices.Max(sizes) != ListPage || !slices.Contains(sizes[:len(sizes)-1], 0) {
		t.Errorf("sizes %v: want pages of %d and an empty one in the middle", sizes, ListPage)
	}
	if _, sizes := listAll(t, tenant, collection, "Prefer", "odata.maxpagesize=25"); slices.Max(sizes) != 25 {
		t.Errorf("sizes %v, want 25", sizes)
	}
	if _, sizes := listAll(t, tenant, collection, "Prefer", "odata.maxpagesize=500"); slices.Max(sizes) != ListPage {
		t.Errorf("sizes %v, want %d", sizes, ListPage)
	}
}

func TestListRowsAreHeadersOnly(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now})
	rows, _ := listAll(t, tenant, collection)
	types := map[any]int{}
	ordered := true
	for i, row := range rows {
		r := row.(map[string]any)
		types[r["type"]]++
		if _, has := r["sessions"]; has || len(r["participants"].([]any)) != 0 || r["organizer_v2"] == nil {
			t.Fatalf("row %v", r)
		}
		ordered = ordered && (i == 0 || rows[i-1].(map[string]any)["startDateTime"].(string) <= r["startDateTime"].(string))
	}
	if types["unknown"] == 0 || types["groupCall"] == 0 || types["peerToPeer"] == 0 {
		t.Errorf("types %v", types)
	}
	if ordered {
		t.Error("the list is ordered by start")
	}
}

func TestListFilterMeetsTheWindowExactly(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now})
	hs := tenant.Headers()
	from, to := hs[3].Start, hs[9].Start
	if from.After(to) {
		from, to = to, from
	}
	for _, c := range []struct {
		lower, upper string
		in           func(s time.Time) bool
	}{
		{"ge", "lt", func(s time.Time) bool { return !s.Before(from) && s.Before(to) }},
		{"gt", "le", func(s time.Time) bool { return s.After(from) && !s.After(to) }},
	} {
		t.Run(c.lower+" and "+c.upper, func(t *testing.T) {
			t.Parallel()
			want := 0
			for _, h := range hs {
				if c.in(h.Start) {
					want++
				}
			}
			filter := "startDateTime " + c.lower + " " + from.Format(time.RFC3339Nano) + " and startDateTime " + c.upper + " " + to.Format(time.RFC3339Nano)
			rows, _ := listAll(t, tenant, collection+query("$filter", filter), "Prefer", "odata.maxpagesize=7")
			if len(rows) != want || want == 0 {
				t.Errorf("%s: %d rows, want %d", filter, len(rows), want)
			}
		})
	}
}

func TestListRefusesWhatGraphRefuses(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now, Records: 200})
	next := get(t, tenant, collection).next()
	for name, target := range map[string]string{
		"top":                   collection + query("$top", "5"),
		"orderby":               collection + query("$orderby", "startDateTime"),
		"count":                 collection + query("$count", "true"),
		"search":                collection + query("$search", "x"),
		"skip":                  collection + query("$skip", "3"),
		"expand":                collection + query("$expand", "sessions"),
		"property":              collection + query("$filter", "endDateTime ge 2026-08-01T00:00:00Z"),
		"operator":              collection + query("$filter", "startDateTime eq 2026-08-01T00:00:00Z"),
		"quoted":                collection + query("$filter", "startDateTime ge '2026-08-01T00:00:00Z'"),
		"old participants":      collection + query("$filter", "participants/any(p:p/id eq 'a')"),
		"another comparison":    collection + query("$filter", "participants_v2/any(p:p/id ne 'a')"),
		"a name of participant": collection + query("$filter", "participants_v2/any(p:p/name eq 'a')"),
		"an open quote":         collection + query("$filter", "participants_v2/any(p:p/id eq 'o'neill')"),
		"select":                collection + query("$select", "nothing"),
		"token":                 next + "x",
		"filtered":              strings.Replace(next, "?", "?$filter=startDateTime%20ge%202026-08-01T00:00:00Z&", 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if a := get(t, tenant, target); a.status != http.StatusBadRequest || a.code() != "BadRequest" {
				t.Errorf("got %d %s, want %d BadRequest", a.status, a.code(), http.StatusBadRequest)
			}
		})
	}
}

func FuzzFilterHasABoundOrAComplaint(f *testing.F) {
	f.Add("startDateTime ge 2026-08-01T00:00:00Z and startDateTime lt 2026-08-02T00:00:00.1234567Z")
	f.Add("participants_v2/any(p:p/id eq 'it''s me')")
	f.Add(" and and ")
	f.Fuzz(func(t *testing.T, s string) {
		cs, complaint := parseFilter(s)
		for _, c := range cs {
			if complaint == "" && c.participant == "" && c.bound.IsZero() && !strings.Contains(s, "0001") {
				t.Errorf("%q: no bound", s)
			}
		}
	})
}

func FuzzCursorOpensOnlyItsOwnToken(f *testing.F) {
	f.Add("abc", 60, 1, "place")
	f.Fuzz(func(t *testing.T, after string, from, page int, place string) {
		if strings.Contains(after, "|") {
			t.Skip()
		}
		c := cursor{after, from, page}
		if got, valid := readCursor(c.token(place), place); !valid || got != c {
			t.Errorf("%v gives %v", c, got)
		}
		if _, valid := readCursor(c.token(place), place+"'"); valid {
			t.Error("a token of another place opens")
		}
	})
}
