package reference

import (
	"net/netip"
	"slices"
)

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
