package reference

import "strings"

// People are the users, from a file of the directory.
func People() Kind {
	return Kind{
		Name:    "people",
		Comment: "Users, one row per user, by person_id or by user_principal_name.",
		Named:   true,
		Columns: []Column{
			checked(text("person_id", "object id of the user; empty when the file has none",
				"id", "objectid", "userid"), readID),
			checked(
				text("user_principal_name", "in lower case; empty when the file has none", "upn"),
				readLower,
			),
			keyword("department", "department"),
			keyword("office", "office", "officelocation", "physicaldeliveryofficename"),
			keyword("country", "country", "countryregion", "usagelocation"),
			text("manager", "manager, in the words of the file", "managername"),
		},
		row: func(cells []string) *fault {
			switch {
			case cells[0] == "" && cells[1] == "":
				return &fault{"", "has neither an id nor a user_principal_name"}
			case cells[1] != "" && !strings.Contains(cells[1], "@"):
				return &fault{"user_principal_name", "wants a name such as ada@contoso.com"}
			}
			return nil
		},
		key: func(cells []string) []string { return cells[:2] },
	}
}
