package reference

import "strings"

// Endpoints are the machines, from the file that is uploaded to the Call Quality Dashboard
// (Microsoft, "Tenant data file format", Endpoint): no header, 7 columns, or 6 of older
// files without the make.
func Endpoints() Kind {
	return Kind{
		Name:    "endpoints",
		Comment: "Machines, one row per name. The names of machines are compared without regard to case.",
		Late:    "make",
		Columns: []Column{
			needed(checked(text("machine", "name of the machine, in lower case",
				"endpointname", "endpoint", "name", "machinename", "computername"), readLower)),
			keyword("make", "who made it", "endpointmake", "manufacturer"),
			keyword("model", "which model it is", "endpointmodel"),
			keyword("type", "what kind of machine it is", "endpointtype"),
			text("label_1", "first label of the file", "endpointlabel1"),
			text("label_2", "second label of the file", "endpointlabel2"),
			text("label_3", "third label of the file", "endpointlabel3"),
		},
		key: func(cells []string) []string { return cells[:1] },
	}
}

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
