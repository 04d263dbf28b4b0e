package dashboards_test

import (
	"slices"
	"strings"
	"testing"

	"callrecords/analysis"
	"callrecords/analysis/dashboards"
)

// A panel reads stream_people where nothing asks for a column that only stream_ends has.
func TestOnlyWhoAsksForAPlaceLooksForOne(t *testing.T) {
	t.Parallel()
	views, err := analysis.Views(analysis.Options{})
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string][]string{}
	for _, v := range views {
		for _, c := range v.Columns {
			columns[v.Name] = append(columns[v.Name], c.Name)
		}
	}
	if len(columns["stream_people"]) < 30 {
		t.Fatalf("got %q of stream_people, want all but the places", columns["stream_people"])
	}
	people := dashboards.Panel{Name: "people_of"}
	asked := func(narrowed ...dashboards.Narrow) string {
		c := month()
		c.Narrowed = narrowed
		q, err := people.Ask(c, database+"_store")
		if err != nil {
			t.Fatal(err)
		}
		return q.SQL
	}
	if sql := asked(); !strings.Contains(sql, "FROM stream_people AS e") || strings.Contains(sql, "stream_ends") {
		t.Errorf("got, of nobody's choice,\n%s\nwant it of stream_people", sql)
	}
	places := 0
	for _, c := range columns["stream_ends"] {
		if slices.Contains(columns["stream_people"], c) {
			continue
		}
		places++
		d, ok := dashboards.DimensionOf(c)
		if !ok {
			continue // nobody can narrow by it
		}
		if sql := asked(dashboards.Narrow{Dimension: d.Name, Value: "x"}); !strings.Contains(sql, "FROM stream_ends AS e") {
			t.Errorf("narrowed by %s: got\n%s\nwant it of stream_ends", c, sql)
		}
	}
	if places != 6 {
		t.Errorf("got %d columns of places, want 6", places)
	}
}

// Who has narrowed all that ends can differ in is told of no difference.
func TestNothingIsLeftToDiffer(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	c := month()
	for _, d := range dashboards.Dimensions() {
		if d.Compared {
			c.Narrowed = append(c.Narrowed, dashboards.Narrow{Dimension: d.Name, Value: ""})
		}
	}
	for _, name := range []string{"apart", "changed"} {
		if rows, _ := r.rows(dashboards.Panel{Name: name}, c); len(rows) > 0 {
			t.Errorf("%s: got %v, want no row", name, rows)
		}
	}
}
