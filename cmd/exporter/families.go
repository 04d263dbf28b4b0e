package main

import (
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/schema"
)

// families are what is exported: one line each.
var families = []wiring.Family{
	{Family: schema.CallRecords, Source: wiring.CallRecords},
}

// familyList is what the warehouse holds.
func familyList() []schema.Family {
	var all []schema.Family
	for _, f := range families {
		all = append(all, f.Family)
	}
	return all
}
