package dashboards

import "callrecords/schema"

// record is what is known of one record of Graph, loaded or not: a call, or a day of a log of
// telephone calls.
func record() Page {
	return Page{Name: "record", Title: "One record", Wants: []string{"record"},
		Panels: []Panel{
			{Name: "record", Title: "What is known of it?", Chart: Sheet, Wide: true, Columns: []Column{
				{Name: "call", To: Link{Page: "call", Further: map[string]string{"record": "call", "at": "start"}}},
			}, Empty: "The warehouse knows no such record: Graph never listed it, and no file had it. The link is wrong, most likely."},
			versions(),
		}}
}

// IsOfLog says whether a record is a day of a log of telephone calls.
func IsOfLog(record string) bool { return schema.IsDayID(record) }

// toRecord leads from a row that is of one record to what is known of it.
var toRecord = Link{Page: "record", Further: map[string]string{"record": "record_id"}}

// run is one run of the exporter, and what became of the records that it had in hand.
func run() Page {
	return Page{Name: "run", Title: "One run", Wants: []string{"run"},
		Panels: []Panel{
			{Name: "run", Title: "What does it say?", Chart: Sheet, Wide: true, Columns: []Column{
				{Name: "expires_first", To: Link{Page: "record", Further: map[string]string{"record": "expires_first"}}},
			}, Empty: "The warehouse has no such run: the link is wrong, or it was not recorded."},
			{Name: "run_loads", Title: "What became of its records?", Chart: Table, Wide: true, Columns: []Column{
				{Name: "record_id", Label: "record", To: toRecord},
				{Name: "family", Label: "kind"},
				{Name: "version", Label: "version"},
				{Name: "outcome", Label: "became", Beside: true},
				{Name: "reason", Label: "why"},
				{Name: "row_counts", Label: "rows"},
				{Name: "logged_at", Label: "when", Unit: Instant},
			}, Note: "What was not committed first, then the newest; 200 at most.",
				Empty: "It loaded nothing: there was nothing new, or it failed before."},
		}}
}
