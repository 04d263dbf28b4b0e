package reference

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"
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

// InManyPlaces says whether a network is that of many homes or hotspots, so that it says
// nothing about where somebody is (Microsoft, "Create a building map for CQD"; the
// hotspots of iPhones and Android phones; addresses that a machine gives itself).
func InManyPlaces(p netip.Prefix) bool {
	return slices.ContainsFunc(manyPlaces, func(m netip.Prefix) bool { return m.Overlaps(p) })
}

var manyPlaces = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/24"),
	netip.MustParsePrefix("192.168.0.0/24"),
	netip.MustParsePrefix("192.168.1.0/24"),
	netip.MustParsePrefix("192.168.2.0/24"),
	netip.MustParsePrefix("172.20.10.0/24"),
	netip.MustParsePrefix("192.168.43.0/24"),
	netip.MustParsePrefix("169.254.0.0/16"),
	netip.MustParsePrefix("127.0.0.0/8"),
	netip.MustParsePrefix("fe80::/10"),
	netip.MustParsePrefix("::1/128"),
}

// Rows are the rows of a text that [Body] made.
func Rows(body string) (rows []Row) {
	if body == "" {
		return nil
	}
	for text := range strings.SplitSeq(body, "\n") {
		cells := strings.Split(text, "\t")
		number, _ := strconv.Atoi(cells[0]) // Body wrote it
		rows = append(rows, Row{Line: number, Cells: cells[1:]})
	}
	return rows
}
