package main

import (
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
