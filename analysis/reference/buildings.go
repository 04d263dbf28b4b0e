package reference

import (
	"strconv"

	"callrecords/schema"
)

// Buildings are the networks of the buildings, from the very file that is uploaded to the
// Call Quality Dashboard (Microsoft, "Tenant data file format", Building): no header, 15
// columns, or 14 of older files without VPN.
func Buildings() Kind {
	return Kind{
		Name:    "buildings",
		Comment: "Networks of the buildings, one row per network. To look up addresses read building_ranges.",
		Late:    "vpn",
		Columns: []Column{
			needed(text("network", "network with its prefix length, e.g. 10.1.0.0/16",
				"networkip", "networkaddress", "subnet", "ip", "ipaddress")),
			text("network_name", "name of the network"),
			checked(Column{
				Column: schema.Column{Name: "prefix_length", Kind: schema.KindUInt32, Unit: "bit",
					Meaning: "length of the network's prefix"},
				Names: []string{"networkrange", "range", "mask", "networkmask", "subnetmask", "prefix"},
			}, nil),
			text("building", "name of the building", "buildingname"),
			keyword("ownership_type", "who owns it"),
			keyword("building_type", "what kind of building it is"),
			keyword("building_office_type", "what kind of office it is", "officetype"),
			keyword("city", "city"),
			keyword("zip_code", "postal code", "zip", "postalcode"),
			keyword("country", "country", "countryregion"),
			keyword("state", "state", "stateprovince"),
			keyword("region", "region, in the words of the file"),
			needed(flag("inside", "true when the network is inside the corporate one", "insidecorp")),
			needed(flag("express_route", "true when it reaches Microsoft by ExpressRoute")),
			flag("vpn", "true when it is that of a VPN"),
		},
		row: func(cells []string) *fault {
			p, wrong := readNetwork(cells[0], cells[2])
			if wrong == nil {
				cells[0], cells[2] = p.String(), strconv.Itoa(p.Bits())
			}
			return wrong
		},
		key:     func(cells []string) []string { return cells[:1] },
		derived: func(rows []Row) map[string]string { return map[string]string{RangesName: Body(Ranges(rows))} },
	}
}
