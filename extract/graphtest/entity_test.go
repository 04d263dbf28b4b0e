package graphtest

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
)

// whole reads a record over all pages of one relationship.
func whole(t *testing.T, tenant *Tenant, id, name, expand string) map[string]any {
	t.Helper()
	prefer := []string{"Prefer", "include-unknown-enum-members"}
	a := get(t, tenant, collection+"/"+id+query("$expand", expand), prefer...)
	rows := a.body[name].([]any)
	next, _ := a.body[name+"@odata.nextLink"].(string)
	for next != "" {
		p := get(t, tenant, next, prefer...)
		if p.status != http.StatusOK {
			t.Fatalf("%s: %d", next, p.status)
		}
		rows, next = append(rows, p.rows()...), p.next()
	}
	a.body[name] = rows
	return a.body
}

// strip takes the record's annotations away, which depend on the request.
func strip(m map[string]any) map[string]any {
	for k := range m {
		if strings.Contains(k, "@odata") {
			delete(m, k)
		}
	}
	return m
}

func TestPagesTogetherAreTheDocument(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now, Records: 50})
	for _, h := range tenant.Headers() {
		got := whole(t, tenant, h.ID, "sessions", "sessions($expand=segments)")
		got["participants_v2"] = whole(t, tenant, h.ID, "participants_v2", "participants_v2")["participants_v2"]
		doc, _ := tenant.Document(h.ID)
		var want map[string]any
		if err := json.Unmarshal(doc, &want); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(strip(got), strip(want)) {
			t.Fatalf("record %s: pages and document differ", h.ID)
		}
	}
}

func TestExpandedPagesHaveTheSizesAndLinksOfGraph(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now})
	v := largest(tenant)
	form := testRoot + "/v1.0/communications/callRecords('" + v.id + "')/"
	for _, c := range []struct {
		name, expand, link string
		size, total        int
	}{
		{"sessions", "sessions", form + "sessions?$skiptoken=", SessionPage, v.sessions},
		{"sessions", "sessions($expand=segments)", form + "sessions?$expand=segments&$skiptoken=", SessionPage, v.sessions},
		{"participants_v2", "participants_v2", form + "participants_v2?$skiptoken=", ParticipantPage, v.participants},
	} {
		t.Run(c.expand, func(t *testing.T) {
			t.Parallel()
			a := get(t, tenant, collection+"('"+v.id+"')"+query("$expand", c.expand))
			next, _ := a.body[c.name+"@odata.nextLink"].(string)
			if n := len(a.body[c.name].([]any)); n != c.size || !strings.HasPrefix(next, c.link) {
				t.Errorf("%s: %d rows and %q, want %d and %q", c.expand, n, next, c.size, c.link)
			}
			rows := len(whole(t, tenant, v.id, c.name, c.expand)[c.name].([]any))
			if rows != c.total {
				t.Errorf("%s: %d rows in all, want %d", c.expand, rows, c.total)
			}
			second := get(t, tenant, next)
			_, segments := second.rows()[0].(map[string]any)["segments"]
			if want := strings.Contains(c.expand, "segments"); segments != want {
				t.Errorf("%s: segments on page two: %v, want %v", c.expand, segments, want)
			}
		})
	}
}

func TestCollectionsPageLikeTheEntity(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now})
	v := largest(tenant)
	sessions, sizes := listAll(t, tenant, collection+"/"+v.id+"/sessions"+query("$expand", "segments"))
	if len(sessions) != v.sessions || sizes[0] != SessionPage {
		t.Errorf("sessions: %d in %v, want %d", len(sessions), sizes, v.sessions)
	}
	people, sizes := listAll(t, tenant, collection+"('"+v.id+"')/participants_v2", "Prefer", "odata.maxpagesize=50")
	if len(people) != v.participants || sizes[0] != 50 {
		t.Errorf("participants: %d in %v, want %d", len(people), sizes, v.participants)
	}
	some, _ := listAll(t, tenant, collection+"/"+v.id+"/sessions"+query("$select", "startDateTime"))
	if first := strip(some[0].(map[string]any)); len(some) != v.sessions || len(first) != 2 {
		t.Errorf("$select=startDateTime: %v", first)
	}
}

func TestDroppedSegmentsComeBackWhenAskedFor(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now, DropSegmentsOnLaterPages: true})
	v := largest(tenant)
	a := get(t, tenant, collection+"/"+v.id+query("$expand", "sessions($expand=segments)"))
	next := a.body["sessions@odata.nextLink"].(string)
	for suffix, want := range map[string]bool{"": false, "&$expand=segments": true} {
		t.Run("with "+suffix, func(t *testing.T) {
			t.Parallel()
			page := get(t, tenant, next+suffix)
			if _, has := page.rows()[0].(map[string]any)["segments"]; has != want || strings.Contains(page.next(), "expand") {
				t.Errorf("%q: segments %v, want %v; next %q", suffix, has, want, page.next())
			}
		})
	}
}

func TestRecordExpandsOneRelationshipOnly(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now, Records: 20})
	record := collection + "/" + tenant.Headers()[0].ID
	for _, expand := range []string{"sessions,participants_v2", "sessions($expand=segments),participants_v2", "organizer", "segments"} {
		t.Run(expand, func(t *testing.T) {
			t.Parallel()
			if a := get(t, tenant, record+query("$expand", expand)); a.status != http.StatusBadRequest {
				t.Errorf("got status %d, want %d", a.status, http.StatusBadRequest)
			}
		})
	}
	a := get(t, tenant, record+query("$select", "participants_v2", "$expand", "participants_v2"))
	if body := strip(a.body); len(body) != 2 || body["participants_v2"] == nil {
		t.Errorf("select and expand: %v", body)
	}
	if body := strip(get(t, tenant, record+query("$select", "id,version")).body); len(body) != 2 {
		t.Errorf("select: %v", body)
	}
}

func TestNotFoundIsOneAnswerForEveryReason(t *testing.T) {
	t.Parallel()
	c := newClock()
	tenant := New(Options{Now: c.Now, Days: 29, Unbuilt: 1})
	var early, late view
	for _, r := range tenant.sorted {
		if v := r.at(c.Now()); !v.shown(c.Now()) && v.built.After(c.Now()) {
			early = v
		} else if late.id == "" || v.start.Before(late.start) {
			late = v
		}
	}
	if early.id == "" || !appears(tenant, c, early) {
		t.Fatal("no record is still to be built")
	}
	c.Advance(Retention - c.Now().Sub(late.start) + time.Second)
	for name, id := range map[string]string{"unknown": "00000000-0000-4000-a000-000000000000", "expired": late.id} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := get(t, tenant, collection+"/"+id)
			if a.status != http.StatusNotFound || a.code() != "NotFound" {
				t.Errorf("got status %d, want a 404: %s", a.status, a.raw)
			}
			inner := a.body["error"].(map[string]any)["innerError"].(map[string]any)
			if inner["date"] == nil || inner["request-id"] == nil || inner["client-request-id"] == nil {
				t.Errorf("got inner error %v, want date and ids", inner)
			}
		})
	}
}

// appears says whether a record is missing until it is built, and there from then on.
func appears(tenant *Tenant, c *clock, v view) bool {
	_, before := tenant.Document(v.id)
	c.Advance(v.built.Sub(c.Now()))
	_, after := tenant.Document(v.id)
	return !before && after
}
