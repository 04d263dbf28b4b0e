package reference

import "callrecords/schema"

// Trunks say how many calls a session border controller may have at once: the file that
// Get-CsOnlinePSTNGateway | Export-Csv writes has it (MicrosoftTeams PowerShell).
func Trunks() Kind {
	return Kind{
		Name:    "trunks",
		Comment: "Session border controllers of direct routing, one row per trunk.",
		Named:   true,
		Columns: []Column{
			needed(checked(text("trunk", "its name (FQDN), in lower case", "fqdn",
				"trunkfullyqualifieddomainname"), readLower)),
			checked(Column{
				Column: schema.Column{Name: "concurrent_sessions", Kind: schema.KindInt32,
					Meaning: "calls that it may have at once; NULL: not said"},
				Names: []string{"maxconcurrentsessions", "limit"},
			}, readNumber(999_999_999)),
		},
		key: func(cells []string) []string { return cells[:1] },
	}
}
