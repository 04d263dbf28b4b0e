package graphtest

import (
	"fmt"
	"strings"
)

// What is wrong in the simulated tenant, for analysts to find. Each of them is one
// thing, and shows in one of the tables' columns:
//
//   - the Wi-Fi of the office in Lisbon (subnet 10.40.7.0, its four access points, on
//     2.4 GHz) jitters: see link.office;
//   - the VPN, which carries calls through a data centre: see link.tunnel;
//   - an old client release, in one session of three: see oldRelease;
//   - the uplink of one person, wherever they are: see spoiler;
//   - a headset whose driver glitches, and a Wi-Fi adapter that loses packets: see
//     headsets and adapters;
//   - a border controller whose certificate has expired, so that half of its calls fail:
//     see expiredTrunk;
//   - ratings that disagree with what was measured: see rate;
//   - failures that are none, such as calls that were declined: see builder.failure.
const (
	// oldRelease is the release of the Windows client that a tenth of the people have kept.
	oldRelease = "49/26021805102"

	// spoiler is the number of the person whose uplink spoils the meetings of others.
	spoiler = 41

	// expiredTrunk is the border controller whose certificate has expired.
	expiredTrunk = "sbc3.contoso.example"

	// vpn is the network that the VPN gives addresses of: 10.<vpn>.0.0/16.
	vpn = 200
)

// trouble adds what a person brings along.
func (l *link) trouble(d dice, p *person) {
	if p.machine.version == oldRelease && d.chance(0.33) {
		l.jitter += d.around(40)
	}
	if p.number == spoiler {
		l.loss = 0.14
	}
}

// tunnel is the way through the VPN: far, and crowded.
func (l *link) tunnel() {
	var third, host int
	_, _ = fmt.Sscanf(l.ip, "192.168.%d.%d", &third, &host)
	l.ip, l.subnet, l.suffix = fmt.Sprintf("10.%d.%d.%d", vpn, third, host), fmt.Sprintf("10.%d.%d.0", vpn, third),
		"vpn.contoso.example"
	l.rtt, l.jitter = l.rtt+240, l.jitter*3
}

// accessPoint is the BSSID of one of the four access points of an office's Wi-Fi.
func accessPoint(ip string) string {
	var net, third, host int
	_, _ = fmt.Sscanf(ip, "10.%d.%d.%d", &net, &third, &host)
	return fmt.Sprintf("3c-84-6a-%02x-%02x-%02x", net, third, host/64)
}

// Buildings is the tenant's building file, as its administrator would upload it to the
// Call Quality Dashboard: 15 columns without a header. One office is missing in it.
func Buildings() string {
	var b strings.Builder
	line := func(network, name string, prefix int, building, city, country, region string, inside, vpn int) {
		fmt.Fprintf(&b, "%s\t%s\t%d\t%s\tContoso\tOffice\tBranch\t%s\t\t%s\t\t%s\t%d\t0\t%d\n",
			network, name, prefix, building, city, country, region, inside, vpn)
	}
	for _, s := range sites() {
		if s.name == missingSite {
			continue
		}
		p := places()[s.name]
		line(fmt.Sprintf("10.%d.0.0", s.net), p.city+" all", 16, p.city, p.city, p.country, p.region, 1, 0)
		line(fmt.Sprintf("10.%d.7.0", s.net), p.city+" Wi-Fi", 24, p.city, p.city, p.country, p.region, 1, 0)
	}
	line(fmt.Sprintf("10.%d.0.0", vpn), "VPN", 16, "VPN Zurich", "Zurich", "CH", "EMEA", 1, 1)
	return b.String()
}

// Trunks is the tenant's file of border controllers, as Get-CsOnlinePSTNGateway has them.
func Trunks() string {
	return "Identity,Fqdn,SipSignalingPort,MaxConcurrentSessions,Enabled\n" +
		"sbc1.contoso.example,sbc1.contoso.example,5061,4,True\n" +
		"sbc2.contoso.example,sbc2.contoso.example,5061,30,True\n" +
		"sbc3.contoso.example,SBC3.contoso.example,5061,,True\n"
}

// missingSite is the office that nobody has written into the building file.
const missingSite = "oslo"

// place is where an office is.
type place struct{ city, country, region string }

func places() map[string]place {
	return map[string]place{
		"zurich": {"Zurich", "CH", "EMEA"}, "berlin": {"Berlin", "DE", "EMEA"}, "paris": {"Paris", "FR", "EMEA"},
		"lisbon": {"Lisbon", "PT", "EMEA"}, "warsaw": {"Warsaw", "PL", "EMEA"}, "oslo": {"Oslo", "NO", "EMEA"},
		"milan": {"Milan", "IT", "EMEA"}, "newyork": {"New York", "US", "AMER"},
	}
}
