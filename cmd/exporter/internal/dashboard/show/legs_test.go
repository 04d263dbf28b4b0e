package show

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// Of a large call those with trouble are seen, in the order in which they came.
func TestALargeCallShowsTheLegsWithTroubleFirst(t *testing.T) {
	t.Parallel()
	var rows []answer.Row
	for i := range 100 {
		at := time.Date(2026, 11, 26, 9, 0, i, 0, time.UTC)
		r := answer.Row{"person_name": fmt.Sprint("person ", i), "start_date_time": at.Format(time.DateTime),
			"end_date_time": at.Add(time.Hour).Format(time.DateTime), "outcome": "ok"}
		switch i {
		case 40:
			r["poor_heard"] = []any{[]any{nil, nil}}
		case 70:
			r["outcome"] = "dropped"
		case 99:
			r["poor_sent"] = []any{[]any{nil, nil}}
		}
		rows = append(rows, r)
	}
	s := chosen.State{On: "call"}
	l := NewLegs(s, "call_legs", rows)
	var names []string
	for _, g := range l.Legs {
		names = append(names, g.Name)
	}
	if got := strings.Join(names, ", "); len(names) != fewRows || !strings.HasSuffix(got, "person 21, person 40, person 70, person 99") {
		t.Errorf("got %d legs, %s, want %d with those in trouble", len(names), got, fewRows)
	}
	if l.Total != 100 || !strings.Contains(l.All, "all=call_legs") {
		t.Errorf("got %d in all at %q, want 100 and where they are", l.Total, l.All)
	}
	s.All = "call_legs"
	if l := NewLegs(s, "call_legs", rows); len(l.Legs) != 100 || l.All != "" {
		t.Errorf("got %d legs, want all", len(l.Legs))
	}
}
