package main

import (
	"slices"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/extract"
	"callrecords/schema"
)

// exported is a family with the method of the Graph client that reads it.
type exported struct {
	schema.Family
	source func(*extract.Client) pipeline.Source
}

// families are what is exported: one line each.
var families = []exported{
	{schema.CallRecords, func(c *extract.Client) pipeline.Source { return graph{c} }},
}

// familyList is what the warehouse holds.
func familyList() []schema.Family {
	var all []schema.Family
	for _, f := range families {
		all = append(all, f.Family)
	}
	return all
}

// familyNamed is the family of that name; the zero one when there is none.
func familyNamed(name string) schema.Family {
	i := slices.IndexFunc(families, func(f exported) bool { return f.Name == name })
	if i < 0 {
		return schema.Family{}
	}
	return families[i].Family
}
