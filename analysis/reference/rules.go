package reference

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"callrecords/schema"
)

// shipped are the rows that hold for all tenants, unless a tenant's own come first.
//
//go:embed shipped/*.csv
var shipped embed.FS

// ShippedRows are the rows of the kind that hold for all tenants. That their files are
// whole, a test shows.
func (k Kind) ShippedRows() []Row {
	file, err := shipped.Open("shipped/" + k.Name + ".csv")
	if err != nil {
		return nil // the kind has none
	}
	defer file.Close()
	read, _ := k.Read(file)
	return read.Rows
}

// scopes are what a target may be for, beside a building or a network class.
var scopes = []string{
	"all", "all_internal",
	"meetings", "meetings_internal", "meetings_internal_wired", "meetings_internal_wifi_5", "meetings_internal_wifi_2_4",
	"peer_to_peer", "peer_to_peer_internal", "peer_to_peer_internal_wired", "peer_to_peer_internal_wifi_5",
	"peer_to_peer_wired", "peer_to_peer_wifi_5",
}

// Measures are what a target may be about: shares of streams, of sessions, of ratings.
var Measures = []string{"poor_audio", "poor_video", "poor_sharing", "setup_failed", "dropped", "poor_rating"}

// Targets are the shares that must not be exceeded.
func Targets() Kind {
	return Kind{
		Name: "targets",
		Comment: "Targets, one row per scope and measure. Rows without a tenant ship and hold for all tenants; " +
			"a tenant's own go first.",
		Named: true,
		Columns: []Column{
			needed(checked(keyword("scope", "what the target is for: "+strings.Join(scopes, ", ")+
				", building:NAME, network_class:NAME"), readScope)),
			needed(
				checked(
					keyword("measure", "what it is about: "+strings.Join(Measures, ", ")),
					readOneOf(Measures...),
				),
			),
			needed(checked(Column{Column: schema.Column{Name: "target", Kind: schema.KindFloat32,
				Unit: "fraction 0..1", Meaning: "the greatest share that is good enough"}}, readShare)),
		},
		key: func(cells []string) []string { return []string{cells[0] + "\t" + cells[1]} },
	}
}

// readScope is what a target is for.
func readScope(cell string) (string, error) {
	for _, of := range []string{"building:", "network_class:"} {
		if name, ok := strings.CutPrefix(cell, of); ok && strings.TrimSpace(name) != "" {
			return of + strings.TrimSpace(name), nil
		}
	}
	if scope := strings.ToLower(cell); slices.Contains(scopes, scope) {
		return scope, nil
	}
	return "", fmt.Errorf(
		"%q: there is %s, building:NAME, network_class:NAME",
		shorten(cell),
		strings.Join(scopes, ", "),
	)
}

// FailurePatterns say which failures users take for normal.
func FailurePatterns() Kind {
	return Kind{
		Name: "failure_patterns",
		Comment: "What failures mean, in the order to try them: the first row of which stage and pattern fit decides. " +
			"Rows without a tenant ship and hold for all tenants; a tenant's own go first.",
		Named: true,
		Columns: []Column{
			keyword("stage", "failure_stage that the row is for; empty: any", "failurestage"),
			needed(
				checked(
					text("pattern", "what failure_reason is like (ILIKE): % is any text, _ is any character",
						"failurereason"),
					readPattern,
				),
			),
			needed(flag("expected", "true when users take such a failure for normal")),
			keyword("category", "what to call it"),
		},
		key: func(cells []string) []string { return []string{strings.ToLower(cells[0] + "\t" + cells[1])} },
	}
}

// readPattern is a pattern of ILIKE. A backslash that stands for nothing would make the
// engine refuse every query of the view (ClickHouse, LIKE).
func readPattern(cell string) (string, error) {
	for i := 0; i < len(cell); i++ {
		if cell[i] != '\\' {
			continue
		}
		if i++; i == len(cell) || !strings.ContainsRune(`%_\`, rune(cell[i])) {
			return "", fmt.Errorf(`%q: a backslash stands before %%, _ or another backslash`, shorten(cell))
		}
	}
	return cell, nil
}

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
