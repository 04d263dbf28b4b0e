package graphtest

import (
	"strings"
	"testing"
)

func TestLargeMeetingPageCostsOnlyThatPage(t *testing.T) {
	// not parallel: AllocsPerRun counts the whole process
	tenant := New(Options{Now: newClock().Now, Records: -1, LargeSessions: 6000})
	v := largest(tenant)
	a := get(t, tenant, collection+"/"+v.id+query("$expand", "sessions($expand=segments)"))
	allocs := testing.AllocsPerRun(1, func() {
		b := newBuilder(tenant.world, v, form{})
		b.sessions("value", 5940, 6000, true, nil)
	})
	if v.sessions != 6000 || len(a.body["sessions"].([]any)) != SessionPage {
		t.Errorf("%d sessions, %d on a page", v.sessions, len(a.body["sessions"].([]any)))
	}
	if allocs > 60*500 {
		t.Errorf("%.0f allocations for a page of 60 sessions", allocs)
	}
	if next := a.body["sessions@odata.nextLink"].(string); !strings.Contains(next, "$expand=segments") {
		t.Errorf("next %q", next)
	}
}

func BenchmarkSessionPage(b *testing.B) {
	tenant := New(Options{Now: newClock().Now, Records: -1, LargeSessions: 6000})
	v := tenant.sorted[0].at(tenant.opt.Now())
	for b.Loop() {
		p := newBuilder(tenant.world, v, form{})
		p.sessions("value", 3000, 3060, true, nil)
		b.SetBytes(int64(len(p.writer.b)))
	}
}
