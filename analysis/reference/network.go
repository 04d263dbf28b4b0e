package reference

import (
	"errors"
	"fmt"
	"math/bits"
	"net/netip"
	"strconv"
	"strings"
)

// readNetwork is the network of an address and a range: 10.1.0.0 and 16, or 255.255.0.0,
// or 10.1.0.0/16 alone. An address inside the network names it, too.
func readNetwork(address, mask string) (netip.Prefix, *fault) {
	address, length, both := strings.Cut(address, "/")
	if both && mask != "" && mask != length {
		return netip.Prefix{}, &fault{"prefix_length",
			fmt.Sprintf("%q: the network says /%s", shorten(mask), shorten(length))}
	}
	if !both {
		length = strings.TrimPrefix(mask, "/")
	}
	a, err := readAddress(address)
	if err != nil {
		return netip.Prefix{}, &fault{"network", err.Error()}
	}
	n, err := readLength(length, a)
	if err != nil {
		return netip.Prefix{}, &fault{"prefix_length", err.Error()}
	}
	if a.Is4In6() { // ::ffff:10.1.0.0/112 is 10.1.0.0/16
		if n < 96 {
			return netip.Prefix{}, &fault{"prefix_length",
				fmt.Sprintf("/%d: wants 96 at least for an IPv4 address in IPv6", n)}
		}
		a, n = a.Unmap(), n-96
	}
	return netip.PrefixFrom(a, n).Masked(), nil
}

// readAddress is an address in any spelling: IPv6 in brackets or capitals, IPv4 with
// zeros in front, which are decimal.
func readAddress(text string) (netip.Addr, error) {
	text = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(text), "["), "]")
	plain := text
	if !strings.Contains(text, ":") {
		parts := strings.Split(text, ".")
		for i, p := range parts {
			if short := strings.TrimLeft(p, "0"); len(p) > 1 && len(p) <= 3 {
				parts[i] = short
				if short == "" {
					parts[i] = "0"
				}
			}
		}
		plain = strings.Join(parts, ".")
	}
	a, err := netip.ParseAddr(plain)
	switch {
	case text == "":
		return a, errors.New("is empty: wants an address such as 10.1.0.0")
	case err != nil, a.Zone() != "":
		return a, fmt.Errorf("%q: wants an address such as fd00:1:: or 10.1.0.0", shorten(text))
	}
	return a, nil
}

// readLength is the length of a prefix, given as such or as a mask of IPv4.
func readLength(text string, a netip.Addr) (int, error) {
	if mask, err := netip.ParseAddr(text); err == nil && mask.Is4() && a.Is4() {
		b := mask.As4()
		m := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
		if n := bits.LeadingZeros32(^m); bits.OnesCount32(m) == n {
			return n, nil
		}
		return 0, fmt.Errorf("%q: is no mask: its ones are not in one row", text)
	}
	n, err := strconv.Atoi(text)
	switch {
	case text == "":
		return 0, errors.New("is empty: wants the length of the prefix, such as 24")
	case err != nil || n < 0 || n > a.BitLen():
		return 0, fmt.Errorf("%q: wants the length of the prefix, 0 to %d, or a mask such as 255.255.255.0",
			shorten(text), a.BitLen())
	}
	return n, nil
}
