package reference_test

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

// site is a network of the file of the test, as this test knows it: it shares no code with
// what reads the file.
type site struct {
	net  netip.Prefix
	name string
}

// sites are networks at random, of both families, that nest in each other.
func sites(r *rand.Rand, n int) (all []site) {
	known := map[netip.Prefix]bool{}
	for len(all) < n {
		var p netip.Prefix
		if r.IntN(4) == 0 {
			a := netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, byte(r.IntN(2)), byte(r.IntN(40)), byte(r.IntN(256)), byte(r.IntN(256))})
			p = netip.PrefixFrom(a, 33+r.IntN(90)).Masked()
		} else {
			a := netip.AddrFrom4([4]byte{10, byte(r.IntN(30)), byte(r.IntN(256)), byte(r.IntN(256))})
			p = netip.PrefixFrom(a, 9+r.IntN(24)).Masked()
		}
		if !known[p] {
			known[p] = true
			all = append(all, site{p, fmt.Sprintf("Gebäude %d, №%d", len(all), r.IntN(9))})
		}
	}
	return all
}

// spelled is the file that Excel leaves: UTF-16 with tabs, quotes and CRLF, in all the
// spellings that networks have, with a bad line in every ten good ones.
func spelled(t *testing.T, r *rand.Rand, all []site) (text string, bad int) {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = '\t', true
	for i, s := range all {
		address, length := s.net.Addr().String(), strconv.Itoa(s.net.Bits())
		switch {
		case s.net.Addr().Is6() && i%2 == 0:
			address = strings.ToUpper(s.net.Addr().StringExpanded())
		case s.net.Addr().Is4() && i%3 == 0:
			length = netip.AddrFrom4([4]byte(mask(s.net.Bits()))).String()
		case i%5 == 0:
			address, length = s.net.String(), ""
		}
		_ = w.Write([]string{address, "say \"net\"", length, s.name, "", "", "", "Zürich", "", "CH", "", "EMEA", "1", "0", strconv.Itoa(i % 2)})
		if i%10 == 0 {
			bad++
			broken := [][]string{
				{"10.300.0.0", "", "24", "bad", "", "", "", "", "", "", "", "", "1", "0", "0"},
				{"10.1.0.0", "", "40", "bad", "", "", "", "", "", "", "", "", "1", "0", "0"},
				{"10.1.0.0", "", "24", "bad", "", "", "", "", "", "", "", "", "perhaps", "0", "0"},
				{address, "again", length, "bad", "", "", "", "", "", "", "", "", "1", "0", "0"},
			}
			_ = w.Write(broken[r.IntN(len(broken))])
		}
	}
	w.Flush()
	encoded, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(b.String())
	if err != nil {
		t.Fatal(err)
	}
	return encoded, bad
}

// mask is a mask of IPv4.
func mask(bits int) []byte {
	m := ^uint32(0) << (32 - bits)
	return []byte{byte(m >> 24), byte(m >> 16), byte(m >> 8), byte(m)}
}

// longest is the name of the longest prefix around an address, by looking at all of them.
func longest(all []site, a netip.Addr) (name string) {
	best := -1
	for _, s := range all {
		if s.net.Contains(a) && s.net.Bits() > best {
			best, name = s.net.Bits(), s.name
		}
	}
	return name
}

// ends are addresses at random: inside networks, at their edges, and outside.
func ends(r *rand.Rand, all []site, n int) (addresses []netip.Addr) {
	for len(addresses) < n {
		s := all[r.IntN(len(all))]
		a := s.net.Addr()
		b := a.As16()
		bits := s.net.Bits()
		if a.Is4() {
			bits += 96
		}
		for i := bits; i < 128; i++ {
			if r.IntN(2) == 0 {
				b[i/8] |= 1 << (7 - i%8)
			}
		}
		addresses = append(addresses, netip.AddrFrom16(b).Unmap(), a)
		if before := a.Prev(); before.IsValid() {
			addresses = append(addresses, before)
		}
		addresses = append(addresses, netip.AddrFrom4([4]byte{byte(r.IntN(256)), byte(r.IntN(256)), byte(r.IntN(256)), byte(r.IntN(256))}))
	}
	return addresses
}

// A file of CQD with 5,000 networks and errors, in UTF-16 as Excel leaves it: every end of
// a stream has the building of the longest prefix around it.
func TestEveryEndHasTheBuildingOfTheLongestPrefix(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 8))
	all := sites(r, 5000)
	text, bad := spelled(t, r, all)
	addresses := ends(r, all, 4000)
	onEach(t, func(t *testing.T, d *desk) {
		file := d.put(tenant, "buildings", text)
		d.put(other, "buildings", building("10.0.0.0", 8, "Theirs"))
		if len(file.Rows) != len(all) || file.Wrong != bad {
			t.Fatalf("got %d rows and %d bad lines, want %d and %d; %v", len(file.Rows), file.Wrong, len(all), bad, file.Problems[:3])
		}
		quoted := make([]string, len(addresses))
		for i, a := range addresses {
			quoted[i] = "'" + a.String() + "'"
		}
		// As docs/reference.md has it.
		got := strings.Split(d.value(`
SELECT
    r.building
FROM (
    SELECT
        '`+tenant+`' AS tenant_id,
        number,
        [`+strings.Join(quoted, ",")+`][number + 1] AS ip_address
    FROM numbers(`+strconv.Itoa(len(addresses))+`)
) AS s
ASOF LEFT JOIN %s.building_ranges AS r
    ON s.tenant_id = r.tenant_id AND toUInt128(toIPv6OrDefault(s.ip_address)) >= r.first_number
ORDER BY s.number`), "\n")
		if len(got) != len(addresses) {
			t.Fatalf("got %d rows, want %d", len(got), len(addresses))
		}
		found, wrong := 0, 0
		for i, a := range addresses {
			want := longest(all, a)
			if want != "" {
				found++
			}
			if got[i] != want {
				if wrong++; wrong < 5 {
					t.Errorf("%s: got %q, want %q", a, got[i], want)
				}
			}
		}
		if found < len(addresses)/2 || found == len(addresses) {
			t.Errorf("got %d of %d ends in a building: the test asks too little", found, len(addresses))
		}
	})
}
