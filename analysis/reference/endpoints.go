package reference

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
