package reference_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"callrecords/analysis/reference"
)

// random is a row of a network at random: few different ones, so that they nest.
func random(r *rand.Rand, n int) reference.Row {
	var a netip.Addr
	var bits int
	if n%3 == 0 {
		a, bits = netip.AddrFrom16([16]byte{0xfd, 0, byte(r.IntN(3)), byte(r.IntN(4)), byte(r.IntN(256))}), r.IntN(129)
	} else {
		a, bits = netip.AddrFrom4([4]byte{10, byte(r.IntN(3)), byte(r.IntN(256)), byte(r.IntN(256))}), r.IntN(33)
	}
	cells := make([]string, len(reference.Buildings().Columns))
	cells[0] = netip.PrefixFrom(a, bits).Masked().String()
	return reference.Row{Line: n + 1, Cells: cells}
}

// longest is the line of the longest prefix around an address, by looking at all; 0 for none.
func longest(rows []reference.Row, a netip.Addr) (line int) {
	best := -1
	for _, row := range rows {
		if p := netip.MustParsePrefix(row.Cells[0]); p.Contains(a) && p.Bits() > best {
			best, line = p.Bits(), row.Line
		}
	}
	return line
}

func TestRangesAreTheLongestPrefixes(t *testing.T) {
	t.Parallel()
	for seed := range uint64(30) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 1))
			var rows []reference.Row
			known := map[string]bool{}
			for n := range r.IntN(60) {
				if row := random(r, n); !known[row.Cells[0]] {
					known[row.Cells[0]] = true
					rows = append(rows, row)
				}
			}
			ranges := reference.Ranges(rows)
			next := netip.MustParseAddr("::")
			for _, g := range ranges {
				from, to := netip.MustParseAddr(g.Cells[0]), netip.MustParseAddr(g.Cells[1])
				if from != next || to.Less(from) {
					t.Fatalf("got a range from %s to %s, want one from %s on", from, to, next)
				}
				for _, a := range []netip.Addr{from, to} {
					if want := longest(rows, a.Unmap()); g.Line != want {
						t.Errorf("%s: got line %d, want %d", a, g.Line, want)
					}
				}
				next = to.Next()
			}
			if next.IsValid() {
				t.Errorf("got no range from %s on", next)
			}
			if most := 2*len(rows) + 3; len(ranges) > most {
				t.Errorf("got %d ranges of %d networks, want %d at most", len(ranges), len(rows), most)
			}
		})
	}
}

func TestFamiliesAreKeptApart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		network string
		inside  string // an address
		outside string
	}{
		"all of IPv6": {"::/0", "2001:db8::1", "10.1.2.3"},
		"all of IPv4": {"0.0.0.0/0", "10.1.2.3", "2001:db8::1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := reference.Row{Line: 7, Cells: []string{c.network}}
			for address, want := range map[string]int{c.inside: 7, c.outside: 0} {
				a := netip.AddrFrom16(netip.MustParseAddr(address).As16())
				for _, g := range reference.Ranges([]reference.Row{row}) {
					from, to := netip.MustParseAddr(g.Cells[0]), netip.MustParseAddr(g.Cells[1])
					if !a.Less(from) && !to.Less(a) && g.Line != want {
						t.Errorf("%s: got line %d, want %d", address, g.Line, want)
					}
				}
			}
		})
	}
}
