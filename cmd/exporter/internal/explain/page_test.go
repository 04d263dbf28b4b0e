package explain

import (
	"strings"
	"testing"
	"time"

	"callrecords/load/verify"
	"callrecords/schema"
)

// The rows of a load stand below the names of their tables, whatever the order
// in which they were counted.
func TestRowsStandBelowTheirTables(t *testing.T) {
	t.Parallel()
	tables := []schema.Table{{Name: "oaks"}, {Name: "elms"}, {Name: "firs"}, {Name: "pines"}}
	whole := schema.Counts{"oaks": 1, "elms": 22, "firs": 333, "pines": 4444}
	x := verify.Explanation{Loads: []verify.History{
		{Live: true, Declared: whole, Found: schema.Counts{"oaks": 1, "elms": 21, "firs": 333, "pines": 4444}},
		{Declared: whole}, // its rows were swept
	}}
	var b strings.Builder
	if err := page(&b, tables, x, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	_, loads, _ := strings.Cut(b.String(), "bytes  ")
	lines := strings.Split(loads, "\n")
	for i, want := range []string{"oaks elms firs pines", "", "1 21 of 22 333 4444", "0 0 0 0"} {
		if got := strings.Join(strings.Fields(lines[i]), " "); want != "" && !strings.HasSuffix(got, want) {
			t.Errorf("line %d: got %q, want it to end in %q", i, got, want)
		}
	}
}
