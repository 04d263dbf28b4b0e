package main

import (
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/extract"
	"callrecords/schema"
)

// families are what can be exported: an entry each. The warehouse has the tables of all of
// them, whatever the configuration says: exporters that export different ones can share it.
var families = []wiring.Family{
	{
		Family: schema.CallRecords, Source: wiring.CallRecords,
		Cost:        wiring.RecordCost,
		Switch:      func(e config.Export) string { return e.CallRecords },
		Spans:       func(e config.Export) (lookback, history time.Duration) { return e.Lookback, 0 },
		SmallTenant: extract.PublishedLimits().HeadersPerSpan(),
	},
	{
		Family: schema.PstnCalls, Source: wiring.PstnCalls, Spans: wiring.PhoneSpans, Cost: wiring.DayCost,
		Switch: func(e config.Export) string { return e.PstnCalls },
	},
	{
		Family: schema.DirectRoutingCalls, Source: wiring.DirectRoutingCalls,
		Spans: wiring.PhoneSpans, Cost: wiring.DayCost,
		Switch: func(e config.Export) string { return e.DirectRoutingCalls },
	},
}
