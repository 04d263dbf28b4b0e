package reference

import (
	"cmp"
	"net/netip"
	"slices"
)

// Ranges are the networks of buildings as ranges of addresses that do not overlap and
// leave nothing out, in the order of addresses: each address is in one, and that one has
// the row of the longest prefix around it. IPv4 is written as in ::ffff:10.1.0.0. The cells
// are the range's first and last address, then those of the building, which are empty
// where no network is.
//
// So the building of an address is found by one ASOF JOIN, exactly, without a dictionary:
// nested networks were taken apart here, once per load.
func Ranges(buildings []Row) []Row {
	columns := len(Buildings().Columns)
	nowhere := Row{Cells: make([]string, columns)}
	nets := []network{
		{netip.MustParsePrefix("::/0"), nowhere},
		{netip.MustParsePrefix("::ffff:0:0/96"), nowhere}, // IPv4 is in no network of IPv6
	}
	for _, b := range buildings {
		p, err := netip.ParsePrefix(b.Cells[0])
		if err != nil {
			continue // Read has none of those
		}
		if p.Addr().Is4() {
			p = netip.PrefixFrom(netip.AddrFrom16(p.Addr().As16()), p.Bits()+96)
		}
		nets = append(nets, network{p, b})
	}
	// Outer networks come before those inside, and a building after the nowhere of its size.
	slices.SortStableFunc(nets, func(a, b network) int {
		return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
	})
	var f flattener
	for _, n := range nets {
		f.closeBefore(n.Addr())
		f.emit(n.Addr().Prev()) // what the network around it has in front of it
		f.open = append(f.open, n)
		f.from = n.Addr()
	}
	f.closeBefore(netip.Addr{})
	return f.ranges
}

// network is a network with its building.
type network struct {
	netip.Prefix
	row Row
}

// flattener walks over networks in the order of addresses.
type flattener struct {
	open   []network  // around where it is, the innermost last
	from   netip.Addr // first address that is in no range yet; invalid behind the last
	ranges []Row
}

// closeBefore closes the networks that end before an address; all for none.
func (f *flattener) closeBefore(a netip.Addr) {
	for len(f.open) > 0 {
		innermost := f.open[len(f.open)-1]
		end := last(innermost.Prefix)
		if a.IsValid() && !end.Less(a) {
			return
		}
		f.emit(end)
		f.open = f.open[:len(f.open)-1]
	}
}

// emit makes the range of the innermost network up to an address.
func (f *flattener) emit(to netip.Addr) {
	if len(f.open) == 0 || !f.from.IsValid() || !to.IsValid() || to.Less(f.from) {
		return
	}
	row := f.open[len(f.open)-1].row
	f.ranges = append(
		f.ranges,
		Row{Line: row.Line, Cells: append([]string{f.from.String(), to.String()}, row.Cells...)},
	)
	f.from = to.Next()
}

// last is the last address of a network.
func last(p netip.Prefix) netip.Addr {
	b := p.Addr().As16()
	for i := p.Bits(); i < 128; i++ {
		b[i/8] |= 1 << (7 - i%8)
	}
	return netip.AddrFrom16(b)
}
