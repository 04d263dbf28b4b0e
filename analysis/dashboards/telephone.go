package dashboards

import "fmt"

// PhoneFilter is something by which telephone calls are narrowed, beside the tenant: the logs know
// no dimension of streams.
type PhoneFilter struct {
	Name  string // in URLs
	Label string // in words
	sql   string // over a row of phone_outcomes
}

// PhoneFilters are all.
func PhoneFilters() []PhoneFilter {
	return []PhoneFilter{
		{"trunk", "trunk", "trunk"},
		{"destination", "destination", "destination_name"},
		{"plan", "plan", "license_capability"},
		{"currency", "currency", "currency"},
		{"log", "log", "log"},
	}
}

// NotKnown is how URLs have a value that is not known.
const NotKnown = "(none)"

// ofPhones are the conditions on rows of telephone calls.
func (c Choice) ofPhones() (all []string) {
	for _, f := range PhoneFilters() {
		if c.Further[f.Name] != "" {
			all = append(all, fmt.Sprintf("if(%s = '', '%s', %[1]s) = {%[3]s:String}", f.sql, NotKnown, f.Name))
		}
	}
	return all
}

// telephones are the telephone calls that a row of the page about them is made of.
func telephones() Page {
	return Page{Name: "telephones", Title: "Telephone calls",
		Panels: []Panel{{
			Name:  "telephones",
			Title: "Which telephone calls?",
			Chart: Table,
			Wide:  true,
			Columns: []Column{
				{Name: "start_date_time", Label: "when", Unit: Instant, To: toTelephone},
				{Name: "user_display_name", Label: "user"},
				{Name: "direction", Label: "way"},
				{Name: "caller_number", Label: "from"},
				{Name: "callee_number", Label: "to"},
				{Name: "trunk", Label: "trunk"},
				{Name: "connected", Label: "connected", Unit: Yes},
				{Name: "talk_seconds", Label: "talk", Unit: Seconds},
				{Name: "cost", Label: "cost", Unit: Money},
				{Name: "currency", Label: "currency"},
			},
			Note:  "The newest 200.",
			Empty: noPhone,
		}}}
}

// telephone is one telephone call, as its log has it.
func telephone() Page {
	return Page{Name: "telephone", Title: "One telephone call", Wants: []string{"telephone"},
		Panels: []Panel{{
			Name:  "telephone",
			Title: "What does the log say?",
			Chart: Sheet,
			Wide:  true,
			Columns: []Column{
				{Name: "call_record", To: Link{Page: "call",
					Further: map[string]string{"record": "call_record", "at": "start_of_the_call_record"}}},
				{Name: "day_of_the_log", To: Link{Page: "record", Further: map[string]string{"record": "day_of_the_log"}}},
			},
			Note: "Exact: the log names the call record. Likely: the same user, time and visible digits. None: no record fits. " +
				"The day of the log leads to the JSON that Graph sent.",
			Empty: "The warehouse has no such telephone call: the link is wrong, or the day was read anew and Graph has it no more.",
		}}}
}

// toTelephone leads from a row that is of one telephone call to its page.
var toTelephone = Link{Page: "telephone", Further: map[string]string{"telephone": "id", "at": "start_date_time"}}
