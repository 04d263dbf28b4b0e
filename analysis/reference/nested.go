package reference

import (
	"cmp"
	"net/netip"
	"slices"
)

// Pair is a network and the smallest other one around it.
type Pair struct{ Inner, Outer Row }

// Nested are the networks of buildings that are inside others. That is no mistake: the
// longest prefix wins.
func Nested(buildings []Row) (pairs []Pair) {
	var nets []network
	for _, b := range buildings {
		if p, err := netip.ParsePrefix(b.Cells[0]); err == nil {
			nets = append(nets, network{p, b})
		}
	}
	slices.SortFunc(nets, func(a, b network) int {
		return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
	})
	var around []network
	for _, n := range nets {
		for len(around) > 0 && !around[len(around)-1].Contains(n.Addr()) {
			around = around[:len(around)-1]
		}
		if len(around) > 0 {
			pairs = append(pairs, Pair{Inner: n.row, Outer: around[len(around)-1].row})
		}
		around = append(around, n)
	}
	return pairs
}
