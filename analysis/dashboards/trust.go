package dashboards

// trust is how far the figures can be believed.
func trust() Page {
	return Page{Name: "trust", Title: "Data trust", Listed: true,
		Panels: []Panel{
			{
				Name:  "complete",
				Title: "Is all in that Graph has listed?",
				Chart: Bars,
				Wide:  true,
				Columns: []Column{
					{Name: "day", Label: "day", Unit: Day, To: Link{Page: "find", Narrow: []string{"day"}}},
					{Name: "newest", Label: "in, newest version", Unit: Count},
					{Name: "missing", Label: "missing", Unit: Count},
					{Name: "listed", Label: "listed", Unit: Count},
					{Name: "expired_unread", Label: "lost unread", Unit: Count},
				},
				Empty: "Nothing was listed in this range.",
			},
			{
				Name:  "due",
				Title: "What is due, and when does it expire?",
				Chart: Table,
				Wide:  true,
				Columns: []Column{
					{Name: "record_id", Label: "record", To: toRecord},
					{Name: "family", Label: "kind"},
					{Name: "listed_start", Label: "start", Unit: Instant},
					{Name: "expires_at", Label: "expires", Unit: Instant, Beside: true},
					{Name: "listed_version", Label: "listed version"},
					{Name: "loaded_version", Label: "loaded version"},
					{Name: "incident_reason", Label: "last trouble", Under: true},
				},
				Empty: "Nothing is due: every record that Graph has shown is in.",
			},
			{
				Name:  "coverage",
				Title: "How much can be judged, and placed?",
				Chart: Table,
				Columns: []Column{
					{Name: "media_type", Label: "medium"},
					{
						Name:  "platform",
						Label: "platform",
						To:    Link{Page: "why", Narrow: []string{"platform"}},
					},
					{Name: "ends", Label: "ends", Unit: Count},
					{Name: "classified_share", Label: "classified", Unit: Percent, Beside: true},
					{Name: "unmeasured", Label: "unmeasured", Unit: Count},
					{Name: "mapped_share", Label: "with a site", Unit: Percent, Beside: true},
				},
				Note:  "Ends of streams, as on the other pages.",
				Empty: noCalls,
			},
			{Name: "rule_sets", Title: "What would other rules say?", Chart: Table, Columns: []Column{
				{Name: "rule_set", Label: "rules", To: Link{Page: "rules", Further: map[string]string{"rules": "rule_set"}}},
				{Name: "rate", Label: "poor", Unit: Rate},
				{Name: "n", Label: "n", Unit: Count},
				{Name: "unclassified", Label: "unclassified", Unit: Count},
				{Name: "classified_share", Label: "classified", Unit: Percent},
			}, Note: "Of streams here, not of their ends.", Empty: noCalls},
			{
				Name:  "lateness",
				Title: "How late is the data, and how often does a call change?",
				Chart: Table,
				Wide:  true,
				Columns: []Column{
					{Name: "day", Label: "day", Unit: Day, To: Link{Page: "find", Narrow: []string{"day"}}},
					{Name: "calls", Label: "calls", Unit: Count},
					{Name: "changed", Label: "with a later version", Unit: Count, Beside: true},
					{Name: "average_version", Label: "versions, average", Unit: Decimal},
					{Name: "median_hours", Label: "last change after", Unit: Hours, Beside: true},
					{Name: "most_hours", Label: "at most", Unit: Hours},
				},
				Empty: noCalls,
			},
			{Name: "runs", Title: "How did the last runs go?", Chart: Table, Wide: true, Columns: []Column{
				{Name: "started_at", Label: "began", Unit: Instant,
					To: Link{Page: "run", Further: map[string]string{"run": "run_id"}}},
				{Name: "family", Label: "kind"},
				{Name: "command", Label: "command"},
				{Name: "outcome", Label: "outcome", Beside: true},
				{Name: "listed", Label: "listed", Unit: Count},
				{Name: "loaded", Label: "loaded", Unit: Count},
				{Name: "left", Label: "still due", Unit: Count, Beside: true},
				{Name: "set_aside", Label: "set aside", Unit: Count},
				{Name: "lost", Label: "lost", Unit: Count},
				{Name: "error", Label: "error"},
			}, Empty: "No run began in this range."},
		}}
}

// RuleSets are those by which every stream is judged: those in force, and those that ship.
func RuleSets() []string { return []string{"in force", "cqd-2022", "cqd-2021", "cri"} }

// byRules are the calls that one of the rule sets calls poor, or judges otherwise than the one in force.
func byRules() Page {
	return Page{Name: "rules", Title: "By other rules", Wants: []string{"rules"},
		Panels: []Panel{{
			Name:  "ruled",
			Title: "Which calls do these rules judge otherwise?",
			Chart: Table,
			Wide:  true,
			Columns: []Column{
				{Name: "start_date_time", Label: "start", Unit: Instant, To: toCall()},
				{Name: "differ", Label: "judged otherwise", Unit: Count},
				{Name: "poor", Label: "poor", Unit: Count},
				{Name: "poor_in_force", Label: "poor by those in force", Unit: Count},
				{Name: "n", Label: "of", Unit: Count},
			},
			Note:  "Of streams, not of their ends: those that are judged otherwise first, then the poor ones; 200 at most.",
			Empty: "None, and none is poor by them.",
		}}}
}
