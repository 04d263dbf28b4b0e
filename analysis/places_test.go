package analysis_test

import (
	"fmt"
	"strings"
	"testing"
)

// at are calls of Ada from networks: an address and a kind of connection each.
func at(tenant string, networks ...string) (documents [][]byte) {
	for i, n := range networks {
		address, connection, _ := strings.Cut(n, " ")
		text := call(tenant, fmt.Sprint("call ", i), "groupCall", "13:00:00", "",
			leg("12:00:00", "12:30:00", adaEnd, meeting, "", sentGood))
		network := fmt.Sprintf(`"callerNetwork": {"ipAddress": %q, "connectionType": %q}, "callerDevice"`, address, connection)
		documents = append(documents, []byte(strings.Replace(string(text), `"callerDevice"`, network, 1)))
	}
	return documents
}

func TestEndsOfStreamsHaveTheirPlaces(t *testing.T) {
	t.Parallel()
	h := shipped(t, at(t.Name(), "10.1.2.3 wired", "10.1.9.9 wifi", "10.2.0.1 wifi", "10.3.0.1 wired", "192.168.1.5 wifi",
		"2001:db8::5 wifi", "10.1.2.3 tunnel", "100.64.1.1 mobile", " wired")...)
	const places = `
SELECT building, city, country, region, inside, network_class
FROM {stream_ends}
WHERE tenant_id = %s
ORDER BY record_id`
	nowhere := func(class string) string { return "    false " + class }
	unknown := nowhere("unknown")
	h.want(places, unknown, unknown, unknown, unknown, unknown, unknown, nowhere("vpn"), nowhere("mobile"), unknown)

	h.knows("buildings", `10.1.0.0,,16,HQ,,,,Bern,,CH,,EMEA,1,0,0
10.1.2.0,,24,Annex,,,,Thun,,CH,,EMEA,1,0,0
10.2.0.0,,16,Tunnel,,,,,,,,,1,0,1
10.3.0.0,,16,Partner,,,,Lyon,,FR,,EMEA,0,0,0
2001:db8::,,48,Six,,,,Rome,,IT,,EMEA,1,0,0
`)
	h.want(places,
		"Annex Thun CH EMEA true office_wired",
		"HQ Bern CH EMEA true office_wifi",
		"Tunnel    true vpn",
		"Partner Lyon FR EMEA false home", // not inside: somebody else's network, as a home is
		nowhere("home"),
		"Six Rome IT EMEA true office_wifi",
		"Annex Thun CH EMEA true vpn",
		nowhere("mobile"),
		unknown) // without an address nobody is at home
}
