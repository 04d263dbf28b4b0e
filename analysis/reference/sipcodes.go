package reference

import (
	"strings"

	"callrecords/schema"
)

// categories are what a SIP code may mean for a call. Delivered are the first four.
var categories = []string{
	"answered", "busy", "no_answer", "rejected", "cancelled", "number", "policy", "media", "service", "trunk", "check",
}

// SIPCodes say what the final SIP code and Microsoft's subcode of a direct routing call mean.
func SIPCodes() Kind {
	number := func(name, meaning string, names ...string) Column {
		c := Column{
			Column: schema.Column{Name: name, Kind: schema.KindInt32, Meaning: meaning},
			Names:  names,
		}
		return checked(c, readNumber(999_999_999))
	}
	return Kind{
		Name: "sip_codes",
		Comment: "What SIP codes mean: a row with the subcode goes before one with the code alone. " +
			"Rows without a tenant ship and hold for all tenants; a tenant's own go first.",
		Named: true,
		Columns: []Column{
			number("sip_code", "final_sip_code; NULL: any", "finalsipcode", "code"),
			number("subcode", "call_end_sub_reason; NULL: any", "callendsubreason", "subreason"),
			needed(checked(keyword("category", "what it means for the call: "+strings.Join(categories, ", ")+
				"; the first four were delivered"), readOneOf(categories...))),
			text("meaning", "what it means, for people"),
		},
		row: func(cells []string) *fault {
			if cells[0] == "" && cells[1] == "" {
				return &fault{"", "has neither a sip_code nor a subcode"}
			}
			return nil
		},
		key: func(cells []string) []string { return []string{cells[0] + "\t" + cells[1]} },
	}
}
