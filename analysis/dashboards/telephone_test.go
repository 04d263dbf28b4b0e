package dashboards_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"callrecords/analysis/dashboards"
)

// What a row of the costs counts is what it leads to, also where the log names no destination.
func TestARowOfCostsLeadsToItsCalls(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	costs, _ := dashboards.PanelOf("phone_costs")
	calls, _ := dashboards.PanelOf("telephones")
	rows, _ := r.rows(costs, month())
	for _, row := range rows {
		c := month()
		c.Further = map[string]string{"log": "pstn_calls"}
		for name, column := range map[string]string{"currency": "currency", "destination": "destination_name", "plan": "license_capability"} {
			if c.Further[name] = fmt.Sprint(row[column]); c.Further[name] == "" {
				c.Further[name] = dashboards.NotKnown
			}
		}
		got, _ := r.rows(calls, c)
		if want, _ := row["calls"].(json.Number).Int64(); len(got) != int(want) {
			t.Errorf("got %d calls of %v, want %d", len(got), c.Further, want)
		}
	}
	if len(rows) < 2 {
		t.Errorf("got %d rows of costs, want some", len(rows))
	}
}

// Who complained of something is found by it, and by nothing else.
func TestAComplaintLeadsToTheCallsThatHaveIt(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	complaints, _ := dashboards.PanelOf("complaints")
	find, _ := dashboards.PanelOf("find")
	rows, _ := r.rows(complaints, month())
	if len(rows) == 0 {
		t.Fatal("got no complaints, want those of the simulated tenant")
	}
	for _, row := range rows {
		c := month()
		c.Narrowed = []dashboards.Narrow{{Dimension: "complaint", Value: fmt.Sprint(row["complaint"])}}
		calls, _ := r.rows(find, c)
		again, _ := r.rows(complaints, c)
		if ratings, _ := row["ratings"].(json.Number).Int64(); len(calls) == 0 || len(calls) > int(ratings) {
			t.Errorf("got %d calls of %d ratings that say %v", len(calls), ratings, row["complaint"])
		}
		if len(again) == 0 || fmt.Sprint(again[0]["ratings"]) != fmt.Sprint(row["ratings"]) {
			t.Errorf("got %v, narrowed by itself, of %v", again, row)
		}
		c.Narrowed = append(c.Narrowed, dashboards.Narrow{Dimension: "rated", Value: "poor"})
		poor, _ := r.rows(find, c)
		if rated, _ := row["rated_poor"].(json.Number).Int64(); (rated > 0) != (len(poor) > 0) || len(poor) > int(rated) {
			t.Errorf("got %d calls of %d poor ratings that say %v", len(poor), rated, row["complaint"])
		}
	}
}
