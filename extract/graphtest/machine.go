package graphtest

// client is a kind of program that people call with.
type client struct {
	platform, family, header, version string
	share                             int // of 100 people
}

func clients() []client {
	return []client{
		{
			"windows",
			"teams",
			"CallSignalingAgent (27/49.25.2.4//26.08.11;releases_CL2026.R31)",
			"49/26072205118",
			50,
		},
		{
			"windows",
			"teams",
			"CallSignalingAgent (27/49.24.9.1//26.03.05;releases_CL2026.R09)",
			"49/26021805102",
			10,
		},
		{
			"macOS",
			"teams",
			"CallSignalingAgent (31/49.25.2.4//26.08.11;releases_CL2026.R31)",
			"49/26072205119",
			14,
		},
		{"iOS", "teams", "TeamsMobile-iOS/7.14.1 (iPhone15,2; iOS 26.1)", "7.14.1", 8},
		{
			"android",
			"teams",
			"TeamsMobile-Android/1416/1.0.0.2026133802 (SM-S921B; Android 16)",
			"1416/1.0.0.2026133802",
			7,
		},
		{"web", "teams", "CallSignalingAgent (1416/26080602117) Edg/139.0", "1416/26080602117", 4},
		{"ipPhone", "teams", "TeamsIPPhone/1449 (Yealink MP56; Android 12)", "1449/1.0.94.2026071", 3},
		{"roomSystem", "teams", "TeamsRooms/5.4.210.0 (Logitech Rally Bar)", "5.4.210.0", 2},
		{"surfaceHub", "teams", "TeamsSurfaceHub/5.3", "5.3.88.0", 1},
		{
			"windows",
			"skypeForBusiness",
			"UCCAPI/16.0.12527.20122 OC/16.0.12527.20194 (Skype for Business)",
			"16.0.12527.20194",
			1,
		},
	}
}

// machine is what a person calls with, always the same.
type machine struct {
	client
	name    string
	cpu     processor
	headset headset
	wifi    wifi
	mac     string
}

type processor struct {
	name       string
	cores, mhz int
	weak       bool // runs out of CPU now and then
}

func processors() []processor {
	return []processor{
		{"12th Gen Intel(R) Core(TM) i7-1265U", 10, 1800, false},
		{"Intel(R) Core(TM) Ultra 7 165U", 12, 1700, false},
		{"AMD Ryzen 7 PRO 7840U w/ Radeon 780M Graphics", 8, 3301, false},
		{"Snapdragon(R) X Elite - X1E80100 - Qualcomm(R) Oryon(TM) CPU", 12, 3417, false},
		{"Intel(R) Core(TM) i5-6300U CPU @ 2.40GHz", 2, 2496, true},
	}
}

// headset is a device with its driver; glitches is per 5 minutes.
type headset struct {
	name, driver string
	glitches     float64
}

func headsets() []headset {
	return []headset{
		{"Realtek(R) Audio", "Realtek Semiconductor Corp.: 6.0.9780.1", 1},
		{"Jabra Evolve2 65", "Microsoft: 10.0.26100.4484", 0.4},
		{"Poly Voyager Focus 2", "Microsoft: 10.0.26100.4484", 0.6},
		{"EPOS IMPACT 860", "EPOS: 7.4.1.0", 0.5},
		{"Yealink WH66 (Dual Teams)", "Yealink: 3.2.0.11", 0.8},
		{"Northwind Buds X2", "Northwind Audio: 2.0.1.7", 340}, // the bad one
	}
}

// wifi is an adapter and its driver; shaky adds loss.
type wifi struct {
	name, version string
	shaky         bool
}

func adapters() []wifi {
	return []wifi{
		{"Intel(R) Wi-Fi 6E AX211 160MHz", "Intel:23.110.0.5", false},
		{"Intel(R) Wi-Fi 7 BE200 320MHz", "Intel:23.130.1.1", false},
		{"MediaTek Wi-Fi 6E MT7922", "MediaTek:3.4.2.1002", false},
		{"Qualcomm FastConnect 7800", "Qualcomm:3.1.0.1453", false},
		{"Realtek 8822CE Wireless LAN 802.11ac PCI-E NIC", "Realtek:2024.0.8.108", true},
	}
}

func newMachine(seed uint64, i int) machine {
	d := roll(seed, forMachine, uint64(i))
	m := machine{
		client:  rollClient(&d),
		cpu:     pick(&d, processors()),
		headset: pick(&d, headsets()[:5]),
		wifi:    pick(&d, adapters()),
	}
	if d.chance(0.06) {
		m.headset = headsets()[5]
	}
	m.name = "CTS-" + []string{"LT", "PC", "MB"}[d.below(3)] + d.hex(6)
	m.mac = macAddress(&d)
	return m
}

func rollClient(d *dice) client {
	x := d.below(100)
	for _, c := range clients() {
		if x -= c.share; x < 0 {
			return c
		}
	}
	return clients()[0]
}

func macAddress(d *dice) string {
	h := d.hex(12)
	return h[:2] + "-" + h[2:4] + "-" + h[4:6] + "-" + h[6:8] + "-" + h[8:10] + "-" + h[10:]
}
