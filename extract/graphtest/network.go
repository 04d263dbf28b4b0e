package graphtest

import (
	"fmt"
	"time"
)

// site is an office: its subnets are 10.<net>.x.0.
type site struct {
	name string
	net  int
	rtt  float64 // ms to the media service
}

// sites are the eight offices. The third subnet of the fourth one is the poor
// one: 10.40.7.0, Wi-Fi on 2.4 GHz.
func sites() []site {
	return []site{{"zurich", 10, 12}, {"berlin", 20, 16}, {"paris", 30, 18}, {"lisbon", 40, 34},
		{"warsaw", 50, 28}, {"oslo", 60, 31}, {"milan", 70, 20}, {"newyork", 80, 88}}
}

// link is how somebody was connected, and how well.
type link struct {
	medium             string // networkConnectionType
	ip, subnet, suffix string
	speed              int64 // bit/s
	band, radio        string
	channel, signal    int
	bssid              string // of the access point; "" for one of nobody's
	shaky              bool
	jitter, loss, rtt  float64 // ms, fraction, ms
	port               int
	tcp                bool
	relayed            bool
}

// link gives the connection of a party in a session, the same in all its blocks.
func (w *world) link(v view, i int, p party) link {
	d := roll(w.seed, forLink, uint64(v.n), uint64(i))
	l := link{port: d.from(50000, 50059), tcp: d.chance(0.03), relayed: d.chance(0.15)}
	switch {
	case p.person == nil:
		l.outside(&d)
	case evening(v.start) || d.chance(0.25):
		l.home(&d, v.start)
	case d.chance(0.06):
		l.mobile(&d)
	default:
		l.office(&d, sites()[p.person.site])
	}
	if p.person != nil && p.person.machine.wifi.shaky && l.medium == "wifi" {
		l.shaky, l.loss, l.jitter = true, l.loss+0.008, l.jitter*1.7
	}
	if p.person != nil {
		l.trouble(roll(w.seed, forStory, uint64(v.n), uint64(i)), p.person)
	}
	return l
}

func (l *link) office(d *dice, s site) {
	l.suffix, l.rtt = s.name+".contoso.example", d.around(s.rtt)
	third := pick(d, []int{1, 2, 7, 7})
	l.ip, l.subnet = fmt.Sprintf(
		"10.%d.%d.%d",
		s.net,
		third,
		d.from(2, 254),
	), fmt.Sprintf(
		"10.%d.%d.0",
		s.net,
		third,
	)
	switch {
	case third != 7:
		l.medium, l.speed, l.jitter, l.loss = "wired", 1e9, d.around(1.6), d.around(0.0004)
	case s.net == 40:
		l.bssid = accessPoint(l.ip)
		l.radioAt("frequency24GHz", "wifi80211n", 1+5*d.below(3), d.from(28, 55), 72_200_000)
		l.jitter, l.loss, l.rtt = d.around(46), d.around(0.055), l.rtt+d.around(60)
	default:
		l.bssid = accessPoint(l.ip)
		l.radioAt(
			"frequency50GHz",
			pick(d, []string{"wifi80211ac", "wifi80211ax", "wifi80211ax", beyond + "wifi80211be"}),
			36+4*d.below(8),
			d.from(62, 97),
			866_700_000,
		)
		l.jitter, l.loss = d.around(4), d.around(0.0018)
	}
}

// home is slower in the evening, when the neighbours watch films.
func (l *link) home(d *dice, at time.Time) {
	l.ip, l.subnet, l.suffix = fmt.Sprintf(
		"192.168.%d.%d",
		d.below(3),
		d.from(2, 250),
	), "192.168.0.0", "home"
	l.rtt, l.jitter, l.loss = d.around(38), d.around(7), d.around(0.004)
	if evening(at) {
		l.rtt, l.jitter = l.rtt*1.8, l.jitter*1.6
	}
	switch {
	case d.chance(0.2):
		l.medium, l.speed = "wired", 1e9
	case d.chance(0.15):
		l.medium, l.speed = "tunnel", 1<<32-1
		l.tunnel()
	case d.chance(0.3):
		l.radioAt(
			"frequency24GHz",
			pick(d, []string{"wifi80211n", "wifi80211g"}),
			d.from(1, 13),
			d.from(35, 80),
			144_400_000,
		)
	default:
		l.radioAt(
			pick(d, []string{"frequency50GHz", "frequency50GHz", "frequency60GHz"}),
			"wifi80211ac",
			44,
			d.from(50, 95),
			526_500_000,
		)
	}
}

func (l *link) mobile(d *dice) {
	l.medium, l.speed = "mobile", 1<<32-1
	l.ip, l.subnet = fmt.Sprintf("100.%d.%d.%d", d.from(64, 127), d.below(255), d.from(1, 254)), ""
	l.rtt, l.jitter, l.loss = d.around(65), d.around(12), d.around(0.008)
}

func (l *link) outside(d *dice) {
	l.medium = pick(d, []string{"unknown", "wired", "wifi"})
	l.rtt, l.jitter, l.loss = d.around(45), d.around(6), d.around(0.003)
}

func (l *link) radioAt(band, radio string, channel, signal int, speed int64) {
	l.medium, l.band, l.radio, l.channel, l.signal, l.speed = "wifi", band, radio, channel, signal, speed
}

// network writes callerNetwork or calleeNetwork.
func (b *builder) network(key string, l link, p *party) {
	wireless := l.medium == "wifi" && p != nil && p.person != nil
	filled := l.ip != ""
	b.open(key)
	b.str("ipAddress", l.ip)
	b.text("subnet", l.subnet)
	b.int("linkSpeed", l.speed)
	b.enum("connectionType", l.medium)
	b.count("port", l.port > 0, l.port)
	b.addresses(l, filled)
	b.adapter(l, wireless, p)
	b.text("dnsSuffix", l.suffix)
	b.events(l, filled)
	b.enum("networkTransportProtocol", map[bool]string{false: "udp", true: "tcp"}[l.tcp])
	b.hops(filled)
	b.extra("network")
	b.close()
}

// addresses writes what NAT and relay showed; "" is common for not known.
func (b *builder) addresses(l link, filled bool) {
	if !filled {
		b.str("reflexiveIPAddress", "")
		b.null("relayIPAddress")
		b.null("relayPort")
		b.null("macAddress")
		return
	}
	b.str("reflexiveIPAddress", pick(&b.dice, []string{"", "198.51.100." + fmt.Sprint(b.dice.from(1, 254))}))
	relay := ""
	if l.relayed {
		relay = "52.112.63." + fmt.Sprint(b.dice.from(1, 254))
	}
	b.str("relayIPAddress", relay) // "" while the port is set: as seen
	b.int("relayPort", int64(b.dice.from(3478, 3481)))
	b.str("macAddress", pick(&b.dice, []string{"", "02:00:00:00:00:00", macAddress(&b.dice)}))
}

func (b *builder) adapter(l link, wireless bool, p *party) {
	if !wireless {
		for _, k := range []string{"wifiMicrosoftDriver", "wifiMicrosoftDriverVersion", "wifiVendorDriver", "wifiVendorDriverVersion", "wifiChannel"} {
			b.null(k)
		}
		b.enum("wifiBand", "unknown")
		b.null("basicServiceSetIdentifier")
		b.enum("wifiRadioType", "unknown")
		b.null("wifiSignalStrength")
		b.null("wifiBatteryCharge")
		return
	}
	b.str("wifiMicrosoftDriver", pick(&b.dice, []string{"", "Microsoft Wi-Fi Direct Virtual Adapter"}))
	b.str("wifiMicrosoftDriverVersion", "Microsoft:10.0.26100.4484")
	b.str("wifiVendorDriver", p.person.machine.wifi.name)
	b.str("wifiVendorDriverVersion", p.person.machine.wifi.version)
	b.int("wifiChannel", int64(l.channel))
	b.enum("wifiBand", l.band)
	bssid := pick(&b.dice, []string{"", macAddress(&b.dice)}) // "" where precise location is off
	if bssid != "" && l.bssid != "" {
		bssid = l.bssid
	}
	b.str("basicServiceSetIdentifier", bssid)
	b.enum("wifiRadioType", l.radio)
	b.int("wifiSignalStrength", int64(l.signal))
	b.int("wifiBatteryCharge", int64(b.dice.from(8, 100)))
}

// events writes fractions of the call with an event.
func (b *builder) events(l link, filled bool) {
	bad := min(l.loss*9+l.jitter/150, 1)
	b.single("sentQualityEventRatio", filled, bad*b.dice.unit())
	b.single("receivedQualityEventRatio", filled, bad*b.dice.unit())
	b.single("delayEventRatio", filled && b.dice.chance(0.6), min(l.rtt/900, 1)*b.dice.unit())
	b.single("bandwidthLowEventRatio", filled && b.dice.chance(0.6), bad*b.dice.unit()/3)
}

// hops writes traceRouteHops: [] but rarely, and then one of them may be null.
func (b *builder) hops(filled bool) {
	b.list("traceRouteHops")
	if filled && b.dice.chance(oddity/2) {
		for i := range b.dice.from(2, 6) {
			b.open("")
			b.int("hopCount", int64(i+1))
			b.text("ipAddress", pick(&b.dice, []string{"", fmt.Sprintf("203.0.113.%d", i+1)}))
			b.span("roundTripTime", i != 1, b.dice.around(float64(4*i+1)))
			b.close()
		}
		if b.dice.chance(0.3) {
			b.null("")
		}
	}
	b.end()
}
