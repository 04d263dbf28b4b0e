package reference_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"callrecords/analysis/reference"
)

func TestNestedNetworksAreNamedWithTheSmallestAround(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 2))
			var rows []reference.Row
			known := map[string]bool{}
			for n := range 80 {
				if row := random(r, n); !known[row.Cells[0]] {
					known[row.Cells[0]] = true
					rows = append(rows, row)
				}
			}
			inside := map[int]int{} // line of the outer network by that of the inner one
			for _, pair := range reference.Nested(rows) {
				inside[pair.Inner.Line] = pair.Outer.Line
			}
			for i, row := range rows {
				others := append(append([]reference.Row{}, rows[:i]...), rows[i+1:]...)
				var around []reference.Row
				for _, o := range others {
					if netip.MustParsePrefix(o.Cells[0]).Bits() < netip.MustParsePrefix(row.Cells[0]).Bits() {
						around = append(around, o)
					}
				}
				want := longest(around, netip.MustParsePrefix(row.Cells[0]).Addr())
				if got := inside[row.Line]; got != want {
					t.Errorf("%s of line %d: got inside line %d, want %d", row.Cells[0], row.Line, got, want)
				}
			}
		})
	}
}
