package graphtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"
)

func document(t *testing.T, tenant *Tenant, id string) map[string]any {
	t.Helper()
	raw, found := tenant.Document(id)
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil || !found {
		t.Fatalf("document %s: %v %v", id, found, err)
	}
	return m
}

func size(m map[string]any, key string) int { return len(m[key].([]any)) }

func TestRecordsGrowAsTheClockPasses(t *testing.T) {
	t.Parallel()
	c := newClock()
	tenant := New(Options{Now: c.Now, Days: 2, Unbuilt: 4})
	before := tenant.Headers()
	c.Advance(72 * time.Hour)
	after := map[string]Header{}
	for _, h := range tenant.Headers() {
		after[h.ID] = h
	}
	grown := 0
	for _, h := range before {
		if after[h.ID].Version > h.Version {
			grown++
		}
		if v := after[h.ID].Version; v < h.Version || v > 3 {
			t.Errorf("record %s goes from version %d to %d", h.ID, h.Version, v)
		}
	}
	if grown == 0 {
		t.Error("got no record that grew, want some")
	}
	if got, want := len(after), len(before)+4; got != want {
		t.Errorf("headers after three days: got %d, want %d", got, want)
	}
}

func TestChangesByHandMakeVersions(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now})
	v := largest(tenant)
	first := document(t, tenant, v.id)
	tenant.Grow(v.id)
	grown := document(t, tenant, v.id)
	tenant.Shrink(v.id)
	shrunk := document(t, tenant, v.id)
	start := v.start.Add(-26 * time.Hour)
	tenant.Move(v.id, start)
	moved := document(t, tenant, v.id)
	for i, m := range []map[string]any{first, grown, shrunk, moved} {
		if got, want := m["version"].(float64), float64(v.version)+float64(i); got != want {
			t.Errorf("step %d: version %v, want %v", i, got, want)
		}
	}
	if size(grown, "sessions") <= size(first, "sessions") || size(grown, "participants_v2") <= size(first, "participants_v2") {
		t.Error("growth adds nothing")
	}
	if size(shrunk, "sessions") >= size(first, "sessions") || size(shrunk, "participants_v2") >= size(grown, "participants_v2") {
		t.Error("shrinking takes nothing")
	}
	if moved["startDateTime"] != start.Format("2006-01-02T15:04:05.9999999Z") {
		t.Errorf("start %v, want %v", moved["startDateTime"], start)
	}
}

func TestGrowthChangesDataOfASingleSession(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now, Records: 30})
	for _, h := range tenant.Headers() {
		before, _ := json.Marshal(document(t, tenant, h.ID)["sessions"])
		tenant.Grow(h.ID)
		after, _ := json.Marshal(document(t, tenant, h.ID)["sessions"])
		if slices.Equal(before, after) {
			t.Errorf("record %s: version %d has the same sessions", h.ID, h.Version+1)
		}
	}
}

func TestAddVanishAndKeepListed(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now, Records: 20})
	before := len(tenant.Headers())
	ids := tenant.Add(3)
	tenant.Vanish(ids[0])
	tenant.VanishKeepListed(ids[1])
	hs := tenant.Headers()
	listed := func(id string) bool { return slices.ContainsFunc(hs, func(h Header) bool { return h.ID == id }) }
	if len(hs) != before+2 || listed(ids[0]) || !listed(ids[1]) || !listed(ids[2]) {
		t.Errorf("%d listed of %d and 3", len(hs), before)
	}
	for i, want := range []int{http.StatusNotFound, http.StatusNotFound, http.StatusOK} {
		if a := get(t, tenant, collection+"/"+ids[i]); a.status != want {
			t.Errorf("record %d: %d, want %d", i, a.status, want)
		}
	}
	if tenant.Grow("nobody") || tenant.Vanish("nobody") {
		t.Error("changed a record that there is not")
	}
}
