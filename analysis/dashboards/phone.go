package dashboards

// noPhone is said where there is no telephone call.
const noPhone = "No telephone calls in this range. Are the logs exported? exporter status says it, by family."

// phone is how telephone calls come about, by the logs of PSTN and direct routing.
func phone() Page {
	const undelivered = "Not delivered: the network did not do its part. Busy, not answered and rejected count as delivered."
	toFailed := Link{Page: "panel/phone_failed", Further: map[string]string{"trunk": "trunk"}}
	return Page{Name: "phone", Title: "Phone", Listed: true,
		Panels: []Panel{
			{Name: "phone_trunks", Title: "Which trunk does not deliver?", Chart: Table, Wide: true, Columns: []Column{
				{Name: "trunk", Label: "trunk", To: toFailed},
				{Name: "attempts", Label: "attempts", Unit: Count, To: Link{Page: "telephones", Further: map[string]string{"trunk": "trunk"}}},
				{Name: "connected", Label: "connected", Unit: Count},
				{Name: "excess", Label: "more than others", Unit: Excess},
				{Name: "rate", Label: "not delivered", Unit: Rate},
				{Name: "n", Label: "known", Unit: Count},
				{Name: "setup_seconds", Label: "setup", Unit: Seconds},
				{Name: "talk_seconds", Label: "talk", Unit: Seconds},
				{Name: "most_failures", Label: "most failures", Unit: List},
			}, Note: undelivered + " A call over a calling plan or an operator has no trunk, and stands under its log.",
				Empty: noPhone},
			{Name: "phone_failures", Title: "What do the failures say?", Chart: Table, Wide: true, Columns: []Column{
				{Name: "meaning", Label: "meaning"},
				{Name: "category", Label: "category"},
				{Name: "trunk", Label: "trunk", To: toFailed},
				{Name: "sip_code", Label: "SIP", Unit: Text},
				{Name: "subcode", Label: "subcode", Unit: Text},
				{Name: "calls", Label: "calls", Unit: Count},
				{Name: "newest", Label: "newest", Unit: Instant},
			}, Note: "Where the category is empty no code fits: exporter reference load sip_codes takes yours.",
				Empty: "Every call was delivered."},
			{Name: "phone_load", Title: "Is a trunk too small?", Chart: Table, Columns: []Column{
				{Name: "trunk", Label: "trunk", To: toFailed},
				{Name: "most_at_once", Label: "at once", Unit: Count},
				{Name: "allowed", Label: "allowed", Unit: Count},
				{Name: "minutes_almost_full", Label: "nearly full", Unit: Count},
				{Name: "fullest", Label: "fullest", Unit: Instant},
			}, Note: "Nearly full: minutes with over 80 % of the calls that it may have, which is reference data: exporter reference load trunks.", Empty: noPhone},
			{Name: "phone_costs", Title: "What does it cost?", Chart: Table, Columns: []Column{
				{Name: "destination_name", Label: "destination", To: Link{Page: "telephones", Further: map[string]string{
					"destination": "destination_name", "plan": "license_capability", "currency": "currency", "log": "log"}}},
				{Name: "license_capability", Label: "plan"},
				{Name: "costs", Label: "costs", Unit: Money},
				{Name: "currency", Label: "currency"},
				{Name: "calls", Label: "calls", Unit: Count},
				{Name: "minutes", Label: "minutes", Unit: Minutes},
			}, Empty: "No calls over a calling plan or an operator in this range."},
			{Name: "phone_failed", Title: "Which calls failed last?", Chart: Table, Wide: true, Columns: []Column{
				{Name: "start_date_time", Label: "when", Unit: Instant, To: toTelephone},
				{Name: "user_display_name", Label: "user"},
				{Name: "direction", Label: "way"},
				{Name: "caller_number", Label: "from"},
				{Name: "callee_number", Label: "to"},
				{Name: "trunk", Label: "trunk"},
				{Name: "meaning", Label: "meaning", Beside: true},
				{Name: "match", Label: "call record",
					To: Link{Page: "call", Further: map[string]string{"record": "record_id", "at": "record_start_date_time"}}},
			}, Note: "exact: the log names the record; likely: the same user, time and visible digits; none: no record fits.",
				Empty: "Every call was delivered."},
		}}
}
