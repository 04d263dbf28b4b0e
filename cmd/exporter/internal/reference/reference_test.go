package reference

import (
	"errors"
	"slices"
	"strings"
	"testing"

	kinds "callrecords/analysis/reference"
	"callrecords/cmd/exporter/internal/problem"
	store "callrecords/load/reference"
)

func TestListSaysWhatIsInForce(t *testing.T) {
	t.Parallel()
	loads := []store.Loaded{ // as the store has them: of each kind the newest first
		{TenantID: "a", Kind: "building_ranges", LoadID: 3, File: "new.csv"},
		{TenantID: "a", Kind: "buildings", LoadID: 3, File: "new.csv", Rows: 5000},
		{TenantID: "a", Kind: "buildings", LoadID: 2, File: "old.csv", Rows: 3},
		{TenantID: "b", Kind: "buildings", LoadID: 4},
		{TenantID: "b", Kind: "people", LoadID: 9, File: "people.csv", Rows: 7},
	}
	for name, c := range map[string]struct {
		all  bool
		want []string
	}{
		"in force":  {false, []string{"buildings a 5,000 new.csv", "people b 7 people.csv"}},
		"all loads": {true, []string{"buildings a 5,000 new.csv", "buildings a 3 old.csv", "buildings b 0 (removed)", "people b 7 people.csv"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, row := range table(loads, c.all) {
				if row[1] != "(all)" {
					got = append(got, strings.Join([]string{row[0], row[1], row[2], row[4]}, " "))
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestNetworksBecomeRowsOfABuildingFile(t *testing.T) {
	t.Parallel()
	a := answer([]store.Subnet{
		{First: "::ffff:192.168.1.0", Streams: 50, Calls: 9},
		{First: "::ffff:10.9.8.0", Streams: 40, Calls: 8},
		{First: "2001:db8:1:2::", Streams: 30, Calls: 7},
		{First: "::ffff:10.9.9.0", Streams: 20, Calls: 6},
	}, 2)
	if len(a.rows) != 2 || a.ends != 70 || a.common != 50 {
		t.Fatalf("got %+v, want two rows of 70 ends, and 50 of a network that is no place", a)
	}
	var text strings.Builder
	for _, row := range a.rows {
		text.WriteString(strings.Join(row, "\t") + "\n")
	}
	file, err := kinds.Buildings().Read(strings.NewReader(text.String()))
	if err != nil || file.Wrong > 0 || file.Rows[0].Cells[0] != "10.9.8.0/24" || file.Rows[1].Cells[0] != "2001:db8:1:2::/64" {
		t.Errorf("got %+v, %v; want the rows to be those of a file", file, err)
	}
}

func TestProblemsOfAFileAreToldUpToABound(t *testing.T) {
	t.Parallel()
	kind, _ := kinds.Of("people")
	text := "upn,department\n" + strings.Repeat("nobody,x\n", 150)
	file, err := kind.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	refused := File{Kind: kind, Name: "people.csv", File: file}.Refused()
	if _, ok := errors.AsType[*problem.Problems](refused); !ok {
		t.Fatalf("got %v, want problems", refused)
	}
	told := strings.Split(refused.Error(), "\n")
	if len(told) != kinds.MaxProblems+2 || told[len(told)-1] != "and 50 more" || !strings.HasPrefix(told[1], "people.csv:2: user_principal_name: ") {
		t.Errorf("got %d lines, from %q to %q", len(told), told[1], told[len(told)-1])
	}
}
