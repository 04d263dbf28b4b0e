package explain

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

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
	if err := page(&b, tables, x, time.Unix(0, 0), 0); err != nil {
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

func TestAPageFitsItsTerminalAndLosesNothing(t *testing.T) {
	t.Parallel()
	reason := strings.Repeat("the answer broke off ", 9)
	load := verify.History{LoadID: 1<<63 + 7, Version: 1_700_000_000_000_000_000, RunID: "6f1c0c3e-0000-4000-8000-000000000001",
		Outcomes: []string{"set aside", "committed"}, Live: true, Reason: reason}
	x := verify.Explanation{Loads: []verify.History{load, load}}
	x.RecordID, x.Incident = "11111111-2222-3333-4444-555555555555", reason
	for _, width := range []int{80, 60} {
		var b strings.Builder
		if err := page(&b, schema.CallRecords.Tables, x, time.Unix(0, 0), width); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("got %d columns, want %d at most: %s", n, width, line)
			}
		}
		for _, want := range []string{x.RecordID, load.RunID, "set aside, committed, live", "streams"} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("width %d: got %s, want %q in it", width, b.String(), want)
			}
		}
	}
}
